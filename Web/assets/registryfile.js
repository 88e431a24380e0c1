// A registry file before it is sent: what it is written in, what its rows probably are, and its rows again for whoever
// looks for a mistake; and an empty one to begin with.
import { language, t, table } from './text.js';

/// Bytes that the server takes at most, as long as nobody set `max-import`.
export const mostBytes = 64 << 20;
export const contents = ['places', 'compounds', 'gates', 'doors'];

const rules = ['rule.foot', 'rule.ebike', 'rule.bicycle', 'rule.motorcycle', 'rule.car', 'rule.hours', 'rule.entry', 'rule.delay', 'rule.except'];
const registered = ['status', 'services', 'price', 'operator', 'department', 'contact', 'inspected', 'inspector'];
/// The columns of each content, in the order of a template.
export const columns = {
  places: ['target', 'code', 'name', 'nameEnglish', 'aliases', 'longitude', 'latitude', 'placeKind', 'kinds', 'hours', 'capacity', ...registered, 'action', 'why'],
  compounds: ['target', 'code', 'name', 'nameEnglish', 'aliases', 'outline', 'use', 'barrier', ...registered, 'action', 'why'],
  gates: ['target', 'name', 'nameEnglish', 'longitude', 'latitude', 'barrier', ...rules, 'action', 'why'],
  doors: ['target', 'longitude', 'latitude', 'entrance', 'number', 'unit', 'level', 'action', 'why'],
};

export const columnName = (column) => t(`column.${column}`);

/// An empty file of `content` as a Blob, with headers in the page's language; `kinds` give the items of checklists.
export function template(content, kinds) {
  const items = content === 'places' ? kinds.filter(({ kind }) => kind !== 'compound') : content === 'compounds' ? kinds.filter(({ kind }) => kind === 'compound') : [];
  const checks = [...new Map(items.flatMap((kind) => kind.items).map(({ item, name }) => [item, t('column.check', { name: language() === 'zh' ? name : item })])).values()];
  // Without the byte order mark Excel takes the file for another encoding.
  return new Blob([`\uFEFF${[...columns[content].map(columnName), ...checks].join(',')}\r\n`], { type: 'text/csv;charset=utf-8' });
}

/// Reads a file: its `text` in UTF-8 where it has one, and its `encoding`: utf-8, gb18030, utf-16, sheet (a workbook) or unknown.
export async function openFile(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const opened = { name: file.name, size: file.size, ...decoded(bytes) };
  const head = opened.text?.slice(0, 4000).trimStart() ?? '';
  opened.isFeatures = head.replace('\uFEFF', '').trimStart().startsWith('{');
  opened.content = guess(opened.name, opened.isFeatures ? '' : head.split(/\r?\n/)[0]);
  return opened;
}

function decoded(bytes) {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b || bytes[0] === 0xd0 && bytes[1] === 0xcf) return { encoding: 'sheet', text: null };
  const attempt = (label) => {
    try { return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes); } catch { return null; }
  };
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  if (marked) return { encoding: 'utf-16', text: attempt(marked)?.replace('\uFEFF', '') ?? null };
  const plain = attempt('utf-8');
  if (plain !== null) return { encoding: 'utf-8', text: plain };
  const chinese = attempt('gb18030');
  return chinese === null ? { encoding: 'unknown', text: null } : { encoding: 'gb18030', text: chinese };
}

/// What the rows are, out of the file's name, else its headers.
function guess(name, header) {
  const named = contents.find((content) => name.toLowerCase().includes(content.slice(0, -1)) || name.includes(table[`content.${content}`].zh));
  if (named || !header) return named ?? null;
  const cells = header.split(/[,;\t]/).map((cell) => cell.replaceAll('"', '').trim().toLowerCase());
  const has = (...keys) => keys.some((key) => cells.includes(key.toLowerCase()) || cells.includes(table[`column.${key}`].zh));
  if (has(...rules)) return 'gates';
  if (has('outline', 'use')) return 'compounds';
  return has('entrance', 'unit') ? 'doors' : 'places';
}

/// The records of a CSV `text` with the numbers that a spreadsheet gives them (the header is 1), as lists of cells.
///
/// - Complexity: O(text up to the last number).
export function records(text, numbers) {
  const wanted = new Set(numbers);
  const last = Math.max(...numbers, 1);
  const head = text.slice(0, text.search(/[\r\n]|$/));
  const mark = [',', ';', '\t'].map((each) => [each, head.split(each).length]).sort((a, b) => b[1] - a[1])[0][0];
  const found = new Map();
  let [cells, cell, quoted, number] = [[], '', false, 1];
  const end = () => {
    cells.push(cell);
    if (wanted.has(number)) found.set(number, cells);
    [cells, cell] = [[], ''];
    number += 1;
  };
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length && number <= last; at++) {
    const letter = text[at];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === mark) { cells.push(cell); cell = ''; } else if (letter === '\n') end();
    else if (letter !== '\r') cell += letter;
  }
  if (number <= last && (cell || cells.length)) end();
  return found;
}

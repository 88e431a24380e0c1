// What one says of each kind of thing that the editor draws: its form, and the properties that are sent.
import { el } from './dom.js';
import { field, hoursDraft, hoursField, hoursOf, select, ticks } from './fields.js';
import { buildingAndUnit } from './officetext.js';
import { serviceName, services } from './placewords.js';
import { ruleDraft, ruleForm, ruleOfDraft } from './ruleform.js';
import { choice } from './shell.js';
import { kindName, t } from './text.js';

export const kinds = ['gate', 'rule', 'door', 'path', 'lift', 'wall', 'compound', 'building', 'place'];
/// Kinds of which one that stands there can be corrected here; places have a page of their own for it.
export const correctable = ['door', 'path', 'lift', 'wall', 'compound', 'building'];
/// Kinds whose line can be drawn anew.
export const redrawable = ['path', 'wall', 'compound', 'building'];
/// What is drawn of a kind: its point, a line, or an outline.
export const shapeOf = (what) => ({ path: 'line', wall: 'line', compound: 'ring', building: 'ring' }[what] ?? 'point');

const barriers = ['gate', 'lift_gate', 'sliding_gate', 'wicket_gate', 'turnstile', 'entrance', 'bollard'];
const highways = ['footway', 'steps', 'corridor', 'cycleway', 'service'];
const entrances = ['yes', 'main', 'staircase', 'service'];
const walls = ['wall', 'fence', 'hedge'];
const uses = ['residential', 'campus', 'hospital', 'business', 'site'];

const floors = () => ({ from: '', to: '' });

/// A form for something new, or for what stands there: then it holds what is known of it, and the rest is left as it is.
export function draftOf(what, known = null) {
  if (!known) return empty(what);
  const { properties: p } = known;
  return {
    door: () => ({ entrance: '', unit: p.unit ?? '', number: p.ref ?? '', level: '' }),
    path: () => ({ highway: '', covered: false, underground: false, steps: '', incline: '', floors: floors(), name: p.name ?? '' }),
    lift: () => ({ name: p.name ?? '', nameEnglish: p.name_en ?? '', floors: floors() }),
    wall: () => ({ barrier: '' }),
    compound: () => ({ name: p.name ?? '', nameEnglish: p.name_en ?? '', use: '', barrier: '' }),
    building: () => ({ number: p.ref ?? p.housenumber ?? '', levels: p.levels ?? '', name: p.name ?? '', nameEnglish: p.name_en ?? '', doors: [] }),
  }[what]();
}

/// Who usually gets through a gate of each kind: where the form of a new one begins.
const usual = {
  gate: { foot: 'anyone', ebike: 'anyone' },
  lift_gate: { foot: 'anyone', ebike: 'anyone', car: 'resident' },
  sliding_gate: { foot: 'anyone', ebike: 'anyone', car: 'resident' },
  wicket_gate: { foot: 'anyone', ebike: 'pushing', car: 'nobody' },
  turnstile: { foot: 'anyone', ebike: 'nobody', car: 'nobody' },
  entrance: { foot: 'anyone', ebike: 'anyone', car: 'anyone' },
  bollard: { foot: 'anyone', ebike: 'anyone', car: 'nobody' },
};
export const usualRule = (barrier) => ruleDraft({ who: usual[barrier] ?? usual.gate, hours: '24/7' });

const empty = (what) => ({
  gate: () => ({ barrier: 'gate', name: '', nameEnglish: '', rule: usualRule('gate') }),
  rule: () => ({ gone: false, rule: ruleDraft(null) }),
  door: () => ({ entrance: 'yes', unit: '', number: '', level: '' }),
  path: () => ({ highway: 'footway', covered: false, underground: false, steps: '', incline: '', floors: floors(), name: '' }),
  lift: () => ({ name: '', nameEnglish: '', floors: { from: '1', to: '' } }),
  wall: () => ({ barrier: 'wall' }),
  compound: () => ({ name: '', nameEnglish: '', use: 'residential', barrier: '' }),
  building: () => ({ number: '', levels: '', name: '', nameEnglish: '', doors: [] }),
  place: () => ({ placeKind: 'station', name: '', nameEnglish: '', hours: hoursDraft(null), services: [] }),
})[what]();

/// The properties of the edit, without what was left empty.
export function propertiesOf(what, draft) {
  const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined && !(Array.isArray(value) && !value.length)));
  const number = (text) => (String(text).trim() === '' ? null : Number(text));
  return {
    gate: () => filled({ barrier: draft.barrier, name: draft.name.trim(), nameEnglish: draft.nameEnglish.trim(), rule: ruleOfDraft(draft.rule) }),
    rule: () => ({ rule: ruleOfDraft(draft.rule) }),
    door: () => filled({ entrance: draft.entrance, unit: (numbered(draft.unit)?.unit ?? draft.unit).trim(), number: draft.number.trim(), level: draft.level.trim() }),
    path: () => filled({
      highway: draft.highway, covered: draft.covered || null, underground: draft.underground || null, name: draft.name.trim(),
      ...(indoors(draft) ? { steps: draft.highway === 'steps' ? number(draft.steps) : null, incline: draft.highway === 'steps' ? draft.incline : null, level: levelsOf(draft.floors) } : {}),
    }),
    lift: () => filled({ levels: levelsOf(draft.floors), name: draft.name.trim(), nameEnglish: draft.nameEnglish.trim() }),
    wall: () => filled({ barrier: draft.barrier }),
    compound: () => filled({ name: draft.name.trim(), nameEnglish: draft.nameEnglish.trim(), use: draft.use, barrier: draft.barrier }),
    building: () => filled({ number: (numbered(draft.number)?.building ?? draft.number).trim(), levels: number(draft.levels), name: draft.name.trim(), nameEnglish: draft.nameEnglish.trim() }),
    place: () => filled({ placeKind: draft.placeKind, name: draft.name.trim(), nameEnglish: draft.nameEnglish.trim(), hours: hoursOf(draft.hours), services: draft.services }),
  }[what]();
}

const indoors = ({ highway }) => highway === 'steps' || highway === 'corridor';

/// What differs from `known`, of what stands there already.
export function changesOf(what, draft, known) {
  const before = propertiesOf(what, draftOf(what, known));
  return Object.fromEntries(Object.entries(propertiesOf(what, draft)).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key])));
}

/// The levels between two floors as maps count them, from 0 at the ground; people count from 1, and basements from −1.
export function levelsOf({ from, to }) {
  const [low, high] = [from, to].map((text) => (String(text).trim() === '' ? NaN : Number(text))).map((floor) => (floor > 0 ? floor - 1 : floor));
  if (!Number.isInteger(low) || !Number.isInteger(high)) return null;
  return Array.from({ length: Math.abs(high - low) + 1 }, (_, row) => Math.min(low, high) + row).join(';');
}

/// "3栋2单元" as the building and the unit that it names; null for what names no building.
export function numbered(text) {
  const found = buildingAndUnit.exec(String(text).trim());
  return found && { building: found[1].trim(), unit: found[2]?.trim() ?? '' };
}

/// What is wrong with a form before it is sent, as the key of a sentence; null for nothing.
export function problemOf(what, draft, isNew) {
  if (what === 'compound' && isNew && !draft.name.trim()) return 'editor.compound.name';
  if (what !== 'lift' && !(what === 'path' && indoors(draft))) return null;
  const { from, to } = draft.floors;
  if ([from, to].some((floor) => String(floor).trim() !== '' && (!Number.isInteger(Number(floor)) || Number(floor) === 0 || Math.abs(Number(floor)) > 200))) return 'editor.floors.wrong';
  if (what === 'lift' && isNew && !levelsOf(draft.floors)) return 'editor.floors.missing';
  return Boolean(String(from).trim()) !== Boolean(String(to).trim()) ? 'editor.floors.both' : null;
}

/// The form of `what`; `changed` draws it anew, `placeKinds` are the kinds of friendly places. Of what stands there
/// (`isNew` is false) a choice may be left as it is.
export function form(what, draft, { changed, placeKinds, isNew = true }) {
  const text = (key, label, properties = {}, hint = null) => field(`edit-${key}`, label, { type: 'text', maxlength: 100, value: draft[key], oninput: (event) => { draft[key] = event.target.value; }, ...properties }, hint);
  const pick = (key, label, options) => select(`edit-${key}`, t(label), isNew ? options : [['', t('editor.same')], ...options.filter(([value]) => value)], draft[key], (value) => { draft[key] = value; changed(); });
  const words = (names, prefix) => names.map((each) => [each, t(`${prefix}.${each}`)]);
  const floor = (key, label) => field(`edit-${key}`, label, { type: 'number', min: -20, max: 200, step: 1, inputmode: 'numeric', value: draft.floors[key], oninput: (event) => { draft.floors[key] = event.target.value; } });
  const floorFields = (hint) => el('fieldset', { class: 'choice form' }, el('legend', {}, t('editor.floors')), el('div', { class: 'field-pair' }, floor('from', 'editor.floors.from'), floor('to', 'editor.floors.to')), el('p', { class: 'detail' }, t(hint)));
  const names = () => el('div', { class: 'field-pair' }, text('name', 'place.name'), text('nameEnglish', 'place.nameEnglish'));
  return {
    gate: () => [select('edit-barrier', t('editor.barrier'), barriers.map((each) => [each, t(`gatekind.${each}`)]), draft.barrier, (barrier) => {
      // For vehicles of which nobody has said anything else, the usual of the kind holds.
      const [former, next] = [usualRule(draft.barrier).who, usualRule(barrier).who];
      for (const vehicle of new Set([...Object.keys(former), ...Object.keys(next)])) {
        if ((draft.rule.who[vehicle] ?? '') === (former[vehicle] ?? '')) draft.rule.who[vehicle] = next[vehicle] ?? '';
      }
      draft.barrier = barrier;
      changed();
    }), names(), ruleForm(draft.rule, changed)],
    rule: () => [
      choice('editor.rule.what', 'gone', [['no', 'editor.rule.new'], ['yes', 'editor.rule.gone']], draft.gone ? 'yes' : 'no', (value) => { draft.gone = value === 'yes'; changed(); }, { hideTitle: true }),
      draft.gone ? el('p', {}, t('editor.rule.gone.hint')) : ruleForm(draft.rule, changed),
    ],
    door: () => [
      pick('entrance', 'editor.entrance', entrances.map((each) => [each, t(`entrance.${each}`)])),
      el('div', { class: 'field-pair' }, text('unit', 'property.unit'), text('number', 'editor.door.number'), text('level', 'property.level')), el('p', { class: 'detail' }, t('editor.unit.hint')),
    ],
    path: () => [
      pick('highway', 'editor.highway', highways.map((each) => [each, t(`pathkind.${each}`)])),
      draft.highway === 'steps' && el('div', { class: 'field-pair' }, text('steps', 'property.steps', { type: 'number', min: 1, max: 2000, inputmode: 'numeric' }),
        select('edit-incline', t('editor.incline'), [['', t('entry.unknown')], ...words(['up', 'down'], 'incline')], draft.incline, (value) => { draft.incline = value; changed(); })),
      indoors(draft) && floorFields('editor.floors.hint.path'),
      ticks('editor.path.more', 'path', [['covered', t('property.covered')], ['underground', t('property.underground')]], ['covered', 'underground'].filter((key) => draft[key]), (key, on) => { draft[key] = on; }),
      text('name', 'place.name'),
    ],
    lift: () => [floorFields('editor.floors.hint'), names()],
    wall: () => [pick('barrier', 'editor.wall', words(walls, 'wallkind'))],
    compound: () => [names(), el('div', { class: 'field-pair' }, pick('use', 'property.use', words(uses, 'use')), pick('barrier', 'editor.compound.barrier', [['', t('wallkind.none')], ...words(walls, 'wallkind')]))],
    building: () => [
      el('div', { class: 'field-pair' }, text('number', 'editor.building.number'), text('levels', 'property.levels', { type: 'number', min: 1, max: 300, inputmode: 'numeric' })),
      el('details', {}, el('summary', { 'data-key': 'building-names' }, t('editor.building.names')), names()),
    ],
    place: () => [
      pick('placeKind', 'places.kind', [...new Map([...placeKinds.filter(({ kind }) => kind !== 'compound').flatMap((kind) => kind.mapKinds.map((each) => [each, kind.mapKinds.length > 1 ? kindName(each) : kind.name])), ['toilets', kindName('toilets')], ['pharmacy', kindName('pharmacy')]])]),
      names(), hoursField('edit-hours', 'fact.hours', draft.hours, { changed }),
      ticks('place.services', 'edit-service', services.map((each) => [each, serviceName(each)]), draft.services, (each, on) => { draft.services = on ? [...draft.services, each] : draft.services.filter((other) => other !== each); }),
    ],
  }[what]();
}

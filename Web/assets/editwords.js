// An edit in words: what it changes, from what to what, and who said so when.
import { distance } from './format.js';
import { hoursWords } from './hours.js';
import { longDay, serviceName, statusName } from './placewords.js';
import { ruleText } from './rule.js';
import { has, kindName, t } from './text.js';

/// "A new gate", "Another rule for a gate".
export const editTitle = (edit) => t(`edit.${edit.action}.${edit.kind}`);

/// Who said it: a role, never a name.
export const authorOf = (edit) => t(`role.${edit.by ?? 'unknown'}`);

/// Where an edit is: the first point of its geometry.
export function positionOf({ geometry }) {
  const first = (value) => (typeof value?.[0] === 'number' ? value : value?.[0] && first(value[0]));
  return geometry ? first(geometry.coordinates) ?? null : null;
}

const yes = (value) => t(value ? 'yes' : 'no');
const listed = (values, say) => (values?.length ? values.map(say).join(t('list.weak')) : t('value.none'));

const values = {
  rule: (rule) => ruleText(rule) || t('rule.nothing'),
  hours: hoursWords,
  status: statusName,
  services: (list) => listed(list, serviceName),
  aliases: (list) => listed(list, String),
  kinds: (list) => listed(list, kindName),
  placeKind: kindName,
  price: (yuan) => t('place.price', { n: yuan }),
  inspected: longDay,
  barrier: (barrier) => (has(`gatekind.${barrier}`) ? t(`gatekind.${barrier}`) : has(`wallkind.${barrier}`) ? t(`wallkind.${barrier}`) : barrier),
  use: (use) => (has(`use.${use}`) ? t(`use.${use}`) : use),
  incline: (incline) => (has(`incline.${incline}`) ? t(`incline.${incline}`) : incline),
  entrance: (entrance) => (has(`entrance.${entrance}`) ? t(`entrance.${entrance}`) : entrance),
  highway: (highway) => (has(`pathkind.${highway}`) ? t(`pathkind.${highway}`) : highway),
  addPhoto: () => t('edit.photo'),
  removePhoto: () => t('edit.photo'),
};

const say = (key, value) => {
  // In service, where nobody said otherwise.
  if (key === 'status' && !value) return statusName('open');
  if (value === null || value === undefined || value === '') return t('value.none');
  if (values[key]) return values[key](value);
  return typeof value === 'boolean' ? yes(value) : Array.isArray(value) ? listed(value, String) : String(value);
};

/// Each thing that changes: its name, what it was (null where that is not known) and what it shall be.
///
/// `before` is what is known now, with the keys of an edit; `kinds` name the items of checklists.
export function changesOf(edit, before, kinds = []) {
  const properties = edit.properties ?? {};
  const rows = Object.entries(properties).filter(([key]) => key !== 'checklist').map(([key, value]) => ({
    key, label: t(has(`property.${key}`) ? `property.${key}` : 'property.other', { key }), after: say(key, value),
    before: before && key in before ? say(key, before[key]) : null,
  }));
  const items = kinds.flatMap((kind) => kind.items);
  for (const [item, found] of Object.entries(properties.checklist ?? {})) {
    const known = before?.checklist;
    rows.push({ key: item, label: items.find((each) => each.item === item)?.name ?? item, after: foundWords(found), before: known ? foundWords(known[item] ?? null) : null });
  }
  if (edit.action === 'remove') rows.push({ key: 'removed', label: t('property.removed'), after: yes(true), before: null });
  return [...rows, ...shapeRows(edit, before)].filter(({ before: was, after }) => was !== after);
}

/// How far a thing is moved, or how long its line is, was, and that it runs elsewhere.
function shapeRows({ geometry }, before) {
  const was = before?.geometry;
  const isSame = was && JSON.stringify(was.coordinates) === JSON.stringify(geometry?.coordinates);
  if (geometry?.type === 'Point') {
    return was?.type === 'Point' && !isSame ? [{ key: 'moved', label: t('property.moved'), after: distance(lengthOf([was.coordinates, geometry.coordinates])), before: null }] : [];
  }
  if (!geometry || isSame) return [];
  const length = geometry.type === 'LineString' && { key: 'length', label: t('property.length'), after: distance(lengthOf(geometry.coordinates)), before: was?.type === 'LineString' ? distance(lengthOf(was.coordinates)) : null };
  return [length, was && { key: 'redrawn', label: t('property.redrawn'), after: t('property.redrawn.yes'), before: null }].filter(Boolean);
}

const foundWords = (found) => t(found === true ? 'check.yes' : found === false ? 'check.no' : 'check.unknown');

function lengthOf(points) {
  const scale = Math.cos(points[0][1] * Math.PI / 180);
  return points.slice(1).reduce((sum, point, row) => sum + Math.hypot((point[0] - points[row][0]) * scale, point[1] - points[row][1]) * 111_320, 0);
}

// Numbering the units of a building: its doors with letters on the map, a field for each, and one button for all.
import { byId, el } from './dom.js';
import { numbered } from './editkinds.js';
import { field } from './fields.js';
import { icon } from './icons.js';
import { point } from './map.js';
import { t } from './text.js';

const letter = (row) => (row < 26 ? String.fromCharCode(65 + row) : String(row + 1));

/// The doors of a building as marks, each with its letter.
export const doorMarks = (doors) => doors.map((door, row) => point(door.position, { icon: 'corner', label: letter(row), order: row }));

/// Fields for the units of `draft.doors`: `{id, label, position, unit}`; an empty one leaves its door as it is.
export function unitFields(draft, changed) {
  const { doors } = draft;
  if (!doors.length) return el('p', { class: 'detail' }, t('units.none'));
  const typed = (door) => (event) => {
    door.unit = event.target.value;
    // A whole address names the building, too.
    const whole = numbered(door.unit);
    if (!whole?.unit) return;
    draft.number = whole.building;
    const number = byId('edit-number');
    if (number) number.value = whole.building;
  };
  const fill = () => {
    doors.forEach((door, row) => { door.unit = t('units.n', { n: row + 1 }); });
    changed();
  };
  return el('fieldset', { class: 'choice form', id: 'units' }, el('legend', {}, t('units.title', { n: doors.length })),
    el('p', { class: 'detail' }, t('units.hint')),
    el('div', { class: 'field-pair' }, doors.map((door, row) => el('div', { class: 'field' }, el('label', { for: `unit-${row}` }, t('units.door', { letter: letter(row), label: door.label })),
      el('input', { id: `unit-${row}`, 'data-key': `unit-${row}`, type: 'text', maxlength: 40, autocomplete: 'off', value: door.unit, oninput: typed(door) })))),
    doors.length > 1 && el('button', { type: 'button', class: 'button', 'data-key': 'units-fill', onclick: fill }, icon('list', 20), t('units.fill', { first: t('units.n', { n: 1 }), last: t('units.n', { n: doors.length }) })));
}

/// The edits of doors whose unit was given.
export const unitEdits = ({ doors }) => doors.filter(({ unit, sent }) => unit.trim() && unit.trim() !== sent).map((door) => ({
  kind: 'door', target: door.id, properties: { unit: (numbered(door.unit)?.unit || door.unit).trim() },
}));

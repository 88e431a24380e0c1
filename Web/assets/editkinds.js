// What one says of each kind of thing that the editor draws: its form, and the properties that are sent.
import { el } from './dom.js';
import { field, hoursDraft, hoursField, hoursOf, select, ticks } from './fields.js';
import { serviceName, services } from './placewords.js';
import { ruleDraft, ruleForm, ruleOfDraft } from './ruleform.js';
import { choice } from './shell.js';
import { kindName, t } from './text.js';

export const kinds = ['gate', 'rule', 'door', 'path', 'place'];

const barriers = ['gate', 'lift_gate', 'sliding_gate', 'wicket_gate', 'turnstile', 'entrance', 'bollard'];
const highways = ['footway', 'steps', 'corridor', 'cycleway', 'service'];
const entrances = ['yes', 'main', 'staircase', 'service'];

/// An empty form.
export const draftOf = (what) => ({
  gate: () => ({ barrier: 'gate', name: '', nameEnglish: '', rule: ruleDraft({ who: { foot: 'anyone', ebike: 'anyone' }, hours: '24/7' }) }),
  rule: () => ({ gone: false, rule: ruleDraft(null) }),
  door: () => ({ entrance: 'yes', unit: '', number: '', level: '' }),
  path: () => ({ highway: 'footway', covered: false, steps: '', name: '' }),
  place: () => ({ placeKind: 'station', name: '', nameEnglish: '', hours: hoursDraft(null), services: [] }),
})[what]();

/// The properties of the edit, without what was left empty.
export function propertiesOf(what, draft) {
  const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined && !(Array.isArray(value) && !value.length)));
  const number = (text) => (String(text).trim() === '' ? null : Number(text));
  return {
    gate: () => filled({ barrier: draft.barrier, name: draft.name.trim(), nameEnglish: draft.nameEnglish.trim(), rule: ruleOfDraft(draft.rule) }),
    rule: () => ({ rule: ruleOfDraft(draft.rule) }),
    door: () => filled({ entrance: draft.entrance, unit: draft.unit.trim(), number: draft.number.trim(), level: draft.level.trim() }),
    path: () => filled({ highway: draft.highway, covered: draft.covered || null, steps: draft.highway === 'steps' ? number(draft.steps) : null, name: draft.name.trim() }),
    place: () => filled({ placeKind: draft.placeKind, name: draft.name.trim(), nameEnglish: draft.nameEnglish.trim(), hours: hoursOf(draft.hours), services: draft.services }),
  }[what]();
}

/// The form of `what`; `changed` draws it anew, `placeKinds` are the kinds of friendly places.
export function form(what, draft, { changed, placeKinds }) {
  const text = (key, label, properties = {}, hint = null) => field(`edit-${key}`, label, { type: 'text', maxlength: 100, value: draft[key], oninput: (event) => { draft[key] = event.target.value; }, ...properties }, hint);
  const pick = (key, label, options) => select(`edit-${key}`, t(label), options, draft[key], (value) => { draft[key] = value; changed(); });
  const names = () => el('div', { class: 'field-pair' }, text('name', 'place.name'), text('nameEnglish', 'place.nameEnglish'));
  return {
    gate: () => [pick('barrier', 'editor.barrier', barriers.map((each) => [each, t(`gatekind.${each}`)])), names(), ruleForm(draft.rule, changed)],
    rule: () => [
      choice('editor.rule.what', 'gone', [['no', 'editor.rule.new'], ['yes', 'editor.rule.gone']], draft.gone ? 'yes' : 'no', (value) => { draft.gone = value === 'yes'; changed(); }, { hideTitle: true }),
      draft.gone ? el('p', {}, t('editor.rule.gone.hint')) : ruleForm(draft.rule, changed),
    ],
    door: () => [
      pick('entrance', 'editor.entrance', entrances.map((each) => [each, t(`entrance.${each}`)])),
      el('div', { class: 'field-pair' }, text('unit', 'property.unit', {}, 'editor.unit.hint'), text('number', 'property.number'), text('level', 'property.level')),
    ],
    path: () => [
      pick('highway', 'editor.highway', highways.map((each) => [each, t(`pathkind.${each}`)])),
      draft.highway === 'steps' && text('steps', 'property.steps', { type: 'number', min: 1, max: 2000, inputmode: 'numeric' }),
      ticks('editor.path.more', 'path', [['covered', t('property.covered')]], draft.covered ? ['covered'] : [], (_, on) => { draft.covered = on; }),
      text('name', 'place.name'),
    ],
    place: () => [
      pick('placeKind', 'places.kind', [...new Map([...placeKinds.filter(({ kind }) => kind !== 'compound').flatMap((kind) => kind.mapKinds.map((each) => [each, kind.mapKinds.length > 1 ? kindName(each) : kind.name])), ['toilets', kindName('toilets')], ['pharmacy', kindName('pharmacy')]])]),
      names(), hoursField('edit-hours', 'fact.hours', draft.hours, { changed }),
      ticks('place.services', 'edit-service', services.map((each) => [each, serviceName(each)]), draft.services, (each, on) => { draft.services = on ? [...draft.services, each] : draft.services.filter((other) => other !== each); }),
    ],
  }[what]();
}

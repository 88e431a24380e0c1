// What stands on the map, in words: a gate, a door, a place, a compound, a building, a street.
import { el } from './dom.js';
import { clock, coordinates } from './format.js';
import { drawingOf, gateSign, icon } from './icons.js';
import { hoursWords } from './hours.js';
import { has, kindName, language, passName, t } from './text.js';

export const nameOf = (properties) => (language() === 'en' ? properties.name_en ?? properties.name : properties.name) ?? null;

/// Nothing where nobody says when.
const hoursSaid = ({ hours }) => hours && hoursWords(hours);

const barrierName = (kind) => (has(`barrier.${kind}`) ? t(`barrier.${kind}`) : t('barrier.other'));

const describers = {
  gate: ({ properties: p }) => ({
    title: [p.compound, nameOf(p) ?? t('thing.gate')].filter(Boolean).join(' · '), kind: t('thing.gate'), drawing: 'gate',
    sign: p.rule ?? 'unknown',
    facts: [
      ['fact.rule', t(has(`rule.${p.rule}`) ? `rule.${p.rule}` : 'rule.unknown')], ['fact.hours', hoursSaid(p)],
      ['fact.kind', barrierName(p.kind)], ['fact.compound', p.compound], [null, p.inferred ? t('fact.inferred') : null],
    ],
  }),
  door: ({ properties: p }) => ({
    title: p.label || t('thing.door'), kind: t('thing.door'), drawing: 'door', facts: [],
  }),
  place: ({ properties: p }) => ({
    title: nameOf(p) ?? kindName(p.kind), kind: kindName(p.kind), drawing: drawingOf(p.kind), facts: [['fact.hours', hoursSaid(p)]],
  }),
  compound: ({ properties: p }) => ({
    title: nameOf(p) ?? t('thing.compound'), kind: kindName(p.kind ?? 'compound'), drawing: drawingOf(p.kind ?? 'compound'),
    facts: [[null, p.walled ? t('fact.walled') : null]],
  }),
  building: ({ properties: p }) => ({
    title: nameOf(p) ?? buildingTitle(p), kind: t('thing.building'), drawing: 'office',
    facts: [['fact.levels', p.levels]],
  }),
  street: ({ properties: p }) => ({
    title: nameOf(p) ?? t('thing.street'), kind: t('thing.street'), drawing: 'street',
    facts: [['fact.access', has(`access.${p.access}`) ? t(`access.${p.access}`) : null]],
  }),
};

function buildingTitle({ ref, housenumber }) {
  if (ref) return t('thing.building.ref', { ref });
  return housenumber ?? t('thing.building');
}

/// Title, kind, drawing and facts of `thing`.
export function describe(thing) {
  const described = describers[thing.what](thing);
  return { ...described, facts: described.facts.filter(([, value]) => value !== null && value !== undefined && value !== '') };
}

/// How `thing` is asked for: by its id where questions understand it, else by the point that was tapped.
export function placeOfThing(thing, tapped) {
  const words = describe(thing);
  const asked = thing.id && thing.what !== 'street' && thing.what !== 'compound-area';
  return {
    query: asked ? thing.id : tapped, label: words.title, detail: words.kind, position: thing.position ?? tapped,
    drawing: words.drawing, thing, words,
  };
}

/// The id that `query` is, where it is one.
export const elementId = (query) => (typeof query === 'string' && /^(node|way|relation)\/\d+$/.test(query) ? query : null);

/// A spot on the map, named by the street that was tapped where there is one.
export function spot(position, thing = null) {
  const street = thing?.what === 'street' ? placeOfThing(thing, position).label : null;
  return { query: position, label: street ?? t('spot'), detail: coordinates(position), position, drawing: 'pointer', named: true };
}

export function factList(words, position, id) {
  const rows = [...words.facts, ['fact.position', position && coordinates(position)], ['fact.id', id]].filter(([, value]) => value);
  return el('dl', { class: 'facts' }, rows.map(([label, value]) => el('div', {},
    label && el('dt', {}, t(label)), el('dd', {}, value))));
}

/// The heading's sign: the rule of a gate, else the drawing of the kind.
export const emblem = (words, size = 36) => (words.sign
  ? gateSign(words.sign, size) : el('span', { class: 'emblem' }, icon(words.drawing, Math.round(size * 0.66))));

/// A gate of a journey, in the map's words for rules.
export function ruleOf({ rule }) {
  if (!rule || rule.known === false) return 'unknown';
  if (rule.locked || rule.access === 'no') return 'closed';
  if (rule.passes?.length) return 'pass';
  if (rule.access === 'private') return 'private';
  return rule.hours && rule.hours !== '24/7' || rule.condition || rule.until ? 'timed' : 'open';
}

/// What one has to know at a gate, in short phrases.
export function gateFacts(gate, departure) {
  const { rule } = gate;
  const facts = [];
  if (gate.asks) facts.push(gate.asks);
  if (rule?.passes?.length) facts.push(t('journey.gate.passes', { passes: rule.passes.map(passName).join(' / ') }));
  if (rule?.known === false) facts.push(t('journey.gate.unknown'));
  if (rule?.until) facts.push(t('journey.gate.until', { time: clock(rule.until, departure) }));
  if (gate.inferred) facts.push(t('journey.gate.inferred'));
  return facts.length ? facts : [t('journey.gate.free')];
}

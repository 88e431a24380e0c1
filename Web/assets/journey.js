// A journey in the sheet: time and what it is made of, gates, doubts, other ways, steps.
import { el } from './dom.js';
import { clock, distance, duration } from './format.js';
import { gateSign, icon } from './icons.js';
import { gateFacts, ruleOf } from './things.js';
import { has, t } from './text.js';

export const legName = (mode, by) => t(mode === 'ride' && by === 'car' ? 'leg.drive' : has(`leg.${mode}`) ? `leg.${mode}` : 'leg.walk');

/// Where a journey ends, as one would say it.
export const goalName = (journey, fallback) => journey.door?.label ?? fallback ?? t('journey.goal');

/// The large figures and the bar under them; `door` is what the goal is called.
export function hero(journey, door) {
  return el('div', { class: 'hero' },
    el('div', { class: 'hero-row' },
      el('p', { class: 'hero-time' }, duration(journey.duration)),
      el('p', { class: 'hero-arrive' },
        el('strong', {}, t('journey.arrive', { time: clock(journey.arrival, journey.departure) })),
        el('span', { class: 'detail' }, distance(journey.distance)))),
    el('p', { class: 'hero-door' }, el('span', { class: 'door-mark' }, icon('door', 26)), el('strong', {}, door)),
    split(journey));
}

/// Seconds by mode of leg, in the order of travelling; neighbours of one mode are one part.
function parts(journey) {
  const list = [];
  for (const { mode, duration: seconds } of journey.legs) {
    if (seconds <= 0) continue;
    if (list.at(-1)?.mode === mode) list.at(-1).seconds += seconds;
    else list.push({ mode, seconds });
  }
  return list;
}

export function split(journey) {
  const list = parts(journey);
  const totals = new Map();
  for (const { mode, seconds } of list) totals.set(mode, (totals.get(mode) ?? 0) + seconds);
  return el('div', { class: 'split' },
    el('div', { class: 'bar', 'aria-hidden': 'true' }, list.map(({ mode, seconds }) => el('span', {
      class: `part part-${mode}`, css: { 'flex-grow': seconds.toFixed(0) },
    }))),
    el('ul', { class: 'legend', 'aria-label': t('journey.split') }, [...totals].map(([mode, seconds]) => el('li', {},
      el('span', { class: `key part-${mode}`, 'aria-hidden': 'true' }),
      `${legName(mode, journey.mode)} ${duration(seconds)}`))));
}

export function gateList(journey, look) {
  if (!journey.gates.length) return el('p', { class: 'detail' }, t('journey.gates.none'));
  return el('ul', { class: 'rows' }, journey.gates.map((gate, index) => el('li', {},
    el('button', { type: 'button', class: 'row', 'data-key': `gate-${index}`, onclick: () => look(gate.position) },
      gateSign(ruleOf(gate), 34),
      el('span', { class: 'grow' },
        el('span', { class: 'row-label' }, [gate.compound, gate.name ?? t('journey.gate.unnamed')].filter(Boolean).join(' · ')),
        gateFacts(gate, journey.departure).map((fact, at) => el('span', { class: at || !gate.asks ? 'detail' : 'asks' }, fact))),
      el('span', { class: 'detail time' }, clock(gate.time))))));
}

export function doubtList(journey) {
  const unverified = journey.status === 'unverified' && !journey.doubts.length;
  if (!journey.doubts.length && !unverified) return null;
  return el('div', { class: 'note' }, icon('info'), el('div', { class: 'grow' },
    el('h3', {}, t('journey.doubts')),
    el('ul', { class: 'plain' }, journey.doubts.map(({ sentence }) => el('li', {}, sentence)),
      unverified && el('li', {}, t('journey.unverified')))));
}

/// Cards for the journeys of `list`, of which `chosen` is drawn.
export function alternatives(list, chosen, choose) {
  if (list.length < 2) return null;
  const best = list[0].duration;
  return el('section', {}, el('h3', {}, t('journey.alternatives')),
    el('div', { class: 'cards', role: 'group', 'aria-label': t('journey.alternatives') }, list.map((journey, index) => el('button', {
      type: 'button', class: 'card', 'aria-pressed': String(index === chosen), 'data-key': `way-${index}`, onclick: () => choose(index),
    },
    el('span', { class: 'detail' }, t('journey.way', { n: index + 1 })),
    el('strong', { class: 'card-time' }, duration(journey.duration)),
    el('span', { class: 'detail' }, distance(journey.distance)),
    el('span', { class: 'card-gap' }, index === 0 ? t('journey.fastest')
      : journey.duration - best < 30 ? t('journey.same') : t('journey.slower', { duration: duration(journey.duration - best) }))))));
}

const kindDrawings = {
  dismount: 'push', remount: 'ride', 'leave lift': 'lift', roundabout: 'roundabout', gate: 'gate', cross: 'walk', stairs: 'stairs',
  lift: 'lift', park: 'park', 'to street': 'walk', 'to goal': 'walk', arrive: 'door', 'way back': 'return',
};

export function stepDrawing(step) {
  return kindDrawings[step.kind] ?? (step.modifier === 'straight' || !step.modifier ? 'straight' : step.modifier);
}

/// Every step of a journey with the mode it is made in.
export const stepsOf = (journey) => journey.legs.flatMap((leg) => leg.steps.map((step) => ({ ...step, mode: leg.mode })));

export function stepList(journey, look) {
  return el('section', {}, el('h3', {}, t('journey.steps')),
    el('ol', { class: 'rows steps' }, stepsOf(journey).map((step, index) => el('li', {},
      el('button', { type: 'button', class: `row step step-${step.mode}`, 'data-key': `step-${index}`, onclick: () => look(step, index) },
        el('span', { class: 'row-icon' }, icon(stepDrawing(step), 28)),
        el('span', { class: 'grow row-label' }, step.sentence))))));
}

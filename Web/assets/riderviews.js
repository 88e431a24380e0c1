// The views of the rider's sheet that stand before a journey: home, a place, the start, the nearest of a kind.
import { el } from './dom.js';
import { distance, duration } from './format.js';
import { hoursWords } from './hours.js';
import { drawingOf, icon, placeGroups } from './icons.js';
import { failureBox, waiting } from './shell.js';
import { occupancyWords, price } from './placewords.js';
import { titleRow } from './sheet.js';
import { recentGoals } from './store.js';
import { elementId, emblem, factList } from './things.js';
import { kindName, t } from './text.js';

const nearGroups = ['rest', 'meals', 'charging', 'parking', 'toilets', 'health'];
const preferredKind = { health: 'pharmacy' };

/// The kinds that riders ask for and this city has: [group, kind].
export function nearKinds(city) {
  const has = new Set(city.placeKinds.map(({ kind }) => kind));
  return nearGroups.map((group) => [
    group, [preferredKind[group], ...placeGroups[group].kinds].find((kind) => kind && has.has(kind)),
  ]).filter(([, kind]) => kind);
}

export function home({ city, last, near, goTo, resume }) {
  const recent = recentGoals();
  return [
    el('div', { 'data-peek': true, class: 'home' },
      el('h1', { class: 'home-title' }, t('home.title')), el('p', { class: 'detail' }, t('home.hint')),
      el('div', { class: 'kinds', role: 'group', 'aria-label': t('home.near') }, nearKinds(city).map(([group, kind]) => el('button', {
        type: 'button', class: 'kind', 'data-key': `near-${kind}`, onclick: () => near(kind),
      }, el('span', { class: 'kind-face' }, icon(kind === 'pharmacy' ? 'pharmacy' : placeGroups[group].drawing, 28)), el('span', {}, t(`near.${group}`)))))),
    last && el('button', { type: 'button', class: 'row boxed', onclick: resume, 'data-key': 'last' },
      el('span', { class: 'emblem' }, icon('return')),
      el('span', { class: 'grow' }, el('span', { class: 'row-label' }, last.to.label), el('span', { class: 'detail' }, `${t('home.last')} · ${duration(last.list[0]?.duration)}`)),
      icon('forward')),
    recent.length > 0 && el('section', {}, el('h2', { class: 'small' }, t('search.recent')),
      el('ul', { class: 'rows' }, recent.map((place, index) => el('li', {}, el('button', {
        type: 'button', class: 'row', 'data-key': `recent-${index}`, onclick: () => goTo(place),
      }, el('span', { class: 'row-icon' }, icon('clock')), el('span', { class: 'grow' }, el('span', { class: 'row-label' }, place.label), place.detail && el('span', { class: 'detail' }, place.detail))))))),
    el('a', { class: 'row boxed', href: '/explore' }, el('span', { class: 'emblem' }, icon('layers')), el('span', { class: 'grow row-label' }, t('home.explore')), icon('forward')),
  ];
}

/// The card of a place that was tapped or found; `doors` are those of /v1/doors, null while they are asked for.
export function placeCard({ place, doors, go, from, report, leave, chooseDoor }) {
  const words = place.words ?? { drawing: place.drawing ?? 'place', facts: [] };
  return [
    el('div', { 'data-peek': true },
      el('div', { class: 'place-head' }, emblem(words, 44), titleRow(place.label, { detail: place.detail, leave })),
      el('div', { class: 'actions' },
        el('button', { type: 'button', class: 'button primary grow', 'data-key': 'go', onclick: go }, icon('go'), t('place.go')),
        el('button', { type: 'button', class: 'button', 'data-key': 'from', onclick: from }, t('place.from')))),
    doors?.length > 1 && el('section', {}, el('h3', {}, t('place.doors')),
      el('div', { class: 'chips' }, doors.map((door, index) => el('button', {
        type: 'button', class: 'chip', 'data-key': `door-${index}`, onclick: () => chooseDoor(door),
      }, icon('door', 20), door.label ?? t('thing.door'))))),
    factList(words, place.position, elementId(place.query)),
    el('button', { type: 'button', class: 'button', onclick: report }, icon('flag', 20), t('journey.report')),
  ];
}

export function startView({ goal, choices, leave, failure }) {
  return [
    el('div', { 'data-peek': true }, titleRow(t('start.title'), { detail: failure ?? t('start.hint'), leave, leaveLabel: 'back' }),
      el('div', { class: 'actions column' }, choices.map(({ drawing, label, act }, index) => el('button', {
        type: 'button', class: index ? 'button wide' : 'button primary wide', 'data-key': `start-${index}`, onclick: act,
      }, icon(drawing), label)))),
    el('p', { class: 'goal-line' }, el('span', { class: 'door-mark' }, icon('door', 22)), goal.label),
  ];
}

/// The nearest places of a kind, each with how long it takes and whether it is open.
export function nearView({ kind, origin, answer, failure, desk, again, leave, choose }) {
  const head = el('div', { 'data-peek': true }, titleRow(t('near.title', { kind: kindName(kind) }), { detail: origin, leave }));
  if (failure) return [head, failureBox(failure, again)];
  if (!answer) return [head, waiting(t('journey.looking'))];
  if (!answer.places.length) return [head, el('p', {}, t('near.none'))];
  return [head, el('ul', { class: 'rows' }, answer.places.map((place, index) => el('li', {}, el('button', {
    type: 'button', class: 'row', 'data-key': `place-${index}`, onclick: () => choose(place),
  }, el('span', { class: 'emblem' }, icon(drawingOf(kind))),
  el('span', { class: 'grow' }, el('span', { class: 'row-label' }, place.name ?? kindName(kind)),
    el('span', { class: place.open === false ? 'detail shut' : 'detail' }, [openWord(place), place.hours && hoursWords(place.hours), place.hoursDoubt, price(place), occupancyWords(place, desk) ?? (place.capacity && t('near.capacity', { n: place.capacity }))].filter(Boolean).join(' · '))),
  el('span', { class: 'figure' }, el('strong', {}, duration(place.duration)), el('span', { class: 'detail' }, distance(place.distance)))))))];
}

const openWord = ({ open }) => t(open === null || open === undefined ? 'near.unknown' : open ? 'near.open' : 'near.closed');

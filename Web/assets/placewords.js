// A place of the registry in words: state, hours, services, how full it is, its checklist.
import { el } from './dom.js';
import { drawingOf, icon } from './icons.js';
import { clock, distance } from './format.js';
import { hoursWords } from './hours.js';
import { has, kindName, language, t } from './text.js';

export const statuses = ['open', 'planned', 'building', 'suspended', 'closed'];
export const services = ['water', 'toilet', 'charging', 'microwave', 'air-conditioning', 'first-aid', 'wifi', 'seats', 'reading', 'meals'];

export const serviceName = (service) => (has(`service.${service}`) ? t(`service.${service}`) : service);
export const statusName = (status) => t(`status.${status}`);
export const placeName = (place) => place.name ?? kindName(place.placeKind ?? place.kinds[0]);
export const placeAddress = (id) => `/place?id=${id}`;

/// Whether it is open, with the icon and tone that say the same: never by colour alone.
export function statePill(place) {
  if (place.status !== 'open') return pill(place.status === 'closed' || place.status === 'suspended' ? 'bad' : 'wait', place.status === 'building' ? 'construction' : 'bar', statusName(place.status));
  if (place.open === true) return pill('good', 'opening', t('place.open'));
  if (place.open === false) return pill('bad', 'bar', t('place.shut'));
  // A compound has no hours of its own: its gates have.
  return place.placeKind === 'compound' ? null : pill('', 'question', t('place.hours.unknown'));
}

export const pill = (tone, drawing, words) => el('span', { class: `mark-pill ${tone}` }, icon(drawing), words);

export const friendlyPill = (place) => place.friendly && pill('good', 'check', t('place.friendly'));

export function price({ price: yuan }) {
  return yuan === null || yuan === undefined ? null : t('place.price', { n: yuan });
}

/// How many are free, and how old that is.
export function occupancyWords({ occupancy }, desk) {
  if (!occupancy) return null;
  const minutes = Math.max(0, Math.round((Date.now() - Date.parse(occupancy.reportedAt)) / 60_000));
  const age = minutes < 1 ? t('place.free.now') : minutes < 60 ? t('place.free.age', { n: minutes }) : clock(desk.local(occupancy.reportedAt), desk.now());
  return `${t(occupancy.of ? 'place.free.of' : 'place.free', { n: occupancy.free, of: occupancy.of })} · ${age}`;
}

/// A row of the list; it leads to the place.
export function placeRow(place, kinds, desk) {
  const facts = [
    place.kinds.map((kind) => kinds.find((each) => each.kind === kind)?.name ?? kindName(kind)).join(t('list.weak')) || kindName(place.placeKind),
    place.distance !== null && place.distance !== undefined && distance(place.distance), place.hours && hoursWords(place.hours), place.hoursDoubt, price(place), occupancyWords(place, desk),
  ].filter(Boolean);
  return el('li', {}, el('a', { class: 'row place-row', href: placeAddress(place.id), 'data-key': `place-${place.id}` },
    el('span', { class: 'emblem' }, icon(drawingOf(place.placeKind ?? place.kinds[0]))),
    el('span', { class: 'grow' }, el('span', { class: 'row-label' }, placeName(place)), el('span', { class: 'detail' }, facts.join(' · ')),
      el('span', { class: 'pills' }, friendlyPill(place), statePill(place)),
      place.services.length > 0 && el('span', { class: 'detail' }, place.services.map(serviceName).join(t('list.weak'))))));
}

/// The checklist of one kind: points, each item in words, what is missing, when the inspection lapses.
export function checklist(list) {
  const verdict = t(list.friendly ? 'check.friendly' : list.passed ? 'check.passed' : 'check.not', { name: list.name });
  return el('section', { class: 'panel', id: `checklist-${list.kind}` },
    el('div', { class: 'title-line' }, el('h2', { class: 'grow' }, t('check.title', { name: list.name })), pill(list.friendly ? 'good' : 'wait', list.friendly ? 'check' : 'alert', t(list.friendly ? 'place.friendly' : 'check.notyet'))),
    el('p', {}, `${verdict} ${t('check.points', { points: list.points, of: list.of, needed: list.needed })}`),
    el('div', { class: 'meter', 'aria-hidden': 'true' }, el('span', { css: { width: `${list.of ? Math.round(100 * list.points / list.of) : 0}%` } })),
    list.missing.length > 0 && el('p', { class: 'note' }, icon('alert'), el('span', {}, t('check.missing', { list: list.missing.map((id) => list.items.find((item) => item.item === id)?.name ?? id).join(t('list.weak')) }))),
    el('ul', { class: 'checks' }, list.items.map((item) => {
      const found = item.found === true ? 'yes' : item.found === false ? 'no' : 'unknown';
      return el('li', {}, el('span', { class: found }, icon({ yes: 'check', no: 'close', unknown: 'question' }[found])),
        el('span', { class: 'grow' }, el('span', { class: 'row-label' }, item.name), el('span', { class: 'detail' }, [t(`check.${found}`), t(item.required ? 'check.required' : 'check.optional'), t('check.worth', { n: item.points })].join(' · '))));
    })),
    el('p', { class: 'detail' }, list.lapses ? t('check.lapses', { day: longDay(list.lapses) }) : t('check.uninspected')));
}

/// A day with its year.
export const longDay = (text) => new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(`${text.slice(0, 10)}T00:00:00Z`));

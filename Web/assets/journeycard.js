// A journey in the sheet of the rider's page, with its options, what helps where there is none, and its two ends above
// the map. `page` is the rider's.
import { api } from './api.js';
import { byId, el, show } from './dom.js';
import { clock, duration, laterBy } from './format.js';
import { icon } from './icons.js';
import { alternatives, doubtList, gateList, hero, stepList } from './journey.js';
import { extent } from './journeymap.js';
import { choice, failureBox, waiting } from './shell.js';
import { passName, t } from './text.js';

/// What the sheet shows of the journey that was asked for: the wait, the failure, why there is none, or the journey.
export function journeyCard(page) {
  const journey = page.list[page.chosen];
  const modes = choice('journey.by', 'by', page.city.modes.map((mode) => [mode, `mode.${mode}`]), page.by,
    (mode) => page.setMode(mode), { hideTitle: true, drawing: (mode) => mode });
  const head = (...children) => el('div', { 'data-peek': true }, modes, children);
  if (page.looking) return [head(waiting(t(page.looking)))];
  if (page.failure && !journey) return [head(failureBox(page.failure, () => page.plan())), options(page)];
  if (journey.status === 'unreachable') return [head(unreachable(page, journey)), options(page)];
  const goal = page.goal(journey);
  return [
    head(hero(journey, goal), page.stale && el('p', { class: 'note' }, icon('alert'), t('journey.offline')),
      el('div', { class: 'actions' },
        el('button', { type: 'button', class: 'button primary grow', 'data-key': 'start', onclick: () => page.startFollowing() }, icon('go'), t('journey.start')),
        el('button', { type: 'button', class: 'button', 'data-key': 'share', onclick: () => page.share() }, icon('share', 22), t('journey.share')))),
    options(page),
    el('section', {}, el('h3', {}, t('journey.gates')), gateList(journey, (position) => page.map.look(position, { zoom: 18 }))),
    doubtList(journey),
    alternatives(page.list, page.chosen, (index) => page.choose(index)),
    stepList(journey, (step) => page.showStep(step)),
    el('button', {
      type: 'button', class: 'button wide', 'data-key': 'report',
      onclick: () => page.openReport({ position: journey.door?.position ?? page.to.position ?? extent(journey).at(-1), label: goal, object: journey.door?.id }),
    }, icon('flag', 20), t('journey.report')),
  ];
}

function unreachable(page, journey) {
  return [
    el('div', { class: 'note warn', role: 'alert' }, icon('alert', 28), el('div', { class: 'grow' },
      el('h2', {}, t('journey.unreachable')), journey.reason && el('p', {}, journey.reason))),
    el('div', { class: 'actions column' },
      page.helps.map((help, index) => el('button', { type: 'button', class: 'button primary wide', 'data-key': `help-${index}`, onclick: help.act }, icon(help.drawing), help.label)),
      journey.nearestReachable && el('button', {
        type: 'button', class: 'button wide', 'data-key': 'near', onclick: () => page.goNear(journey.nearestReachable),
      }, icon('park'), t('journey.near'))),
  ];
}

function options(page) {
  const { city, passes, depart } = page;
  const later = depart !== null;
  return el('details', { class: 'options', open: page.optionsOpen, ontoggle: (event) => { page.optionsOpen = event.target.open; } },
    el('summary', { 'data-key': 'options' }, icon('badge'), el('span', { class: 'grow' },
      el('span', { class: 'row-label' }, passes.length ? passes.map(passName).join(' · ') : t('option.nopass')),
      el('span', { class: 'detail' }, later ? clock(depart, page.now()) : `${t('option.depart')} · ${t('option.now')}`)),
    el('span', { class: 'link' }, t('journey.change'))),
    el('fieldset', { class: 'choice' }, el('legend', {}, t('option.pass')),
      el('div', { class: 'chips' }, (city.passesAsked ?? city.passes).map((pass) => el('label', { class: 'chip check' },
        el('input', {
          type: 'checkbox', checked: passes.includes(pass), 'data-key': `pass-${pass}`,
          onchange: (event) => page.setPasses(event.target.checked ? [...passes, pass] : passes.filter((other) => other !== pass)),
        }),
        el('span', { class: 'chip-face' }, icon('check', 18), passName(pass)))))),
    choice('option.depart', 'depart', [['now', 'option.now'], ['later', 'option.later']], later ? 'later' : 'now',
      (value) => page.setDeparture(value === 'now' ? null : page.now(30))),
    later && el('div', { class: 'field' }, el('label', { for: 'depart' }, t('option.when')),
      el('input', { id: 'depart', type: 'datetime-local', value: depart.slice(0, 16), 'data-key': 'depart', onchange: (event) => event.target.value && page.setDeparture(event.target.value) })));
}

/// The two ends of the journey, above the map.
export function showEnds(page) {
  const { from, to, list } = page;
  const line = (end, label) => el('button', {
    type: 'button', class: `end end-${end}`, 'data-key': `end-${end}`, onclick: () => page.edit(end),
    'aria-label': `${t(`journey.${end}`)}: ${label}. ${t('journey.change')}`,
  }, el('span', { class: end === 'to' ? 'door-mark' : 'start-mark' }, end === 'to' ? icon('door', 22) : null), el('span', { class: 'end-label' }, label));
  show(byId('ends'),
    el('button', { type: 'button', class: 'round quiet', 'aria-label': t('journey.leave'), 'data-key': 'leave-journey', onclick: () => page.home() }, icon('back')),
    el('div', { class: 'grow end-lines' }, line('from', from ? from.label || t('spot') : t('here')), line('to', list[0]?.door ? page.goal(list[0]) : to?.label || t('journey.goal'))),
    el('button', { type: 'button', class: 'round quiet', 'aria-label': t('journey.swap'), 'data-key': 'swap', onclick: () => page.swap() }, icon('swap')));
}

/// The goal in full: what was asked for, `to`, and the door where that says more.
export function goalOf(journey, to) {
  const door = journey.door?.label ?? null;
  const compound = journey.gates.findLast((gate) => gate.passage === 'enters')?.compound ?? null;
  // Where the goal is a door, compound and door say it in the reader's language; what was asked for may not.
  const enough = compound && door && (to.drawing === 'door' || to.nameless);
  const parts = [compound, enough ? null : to.label || null, door].filter(Boolean);
  // A part that another holds already would only repeat it.
  const said = parts.filter((part, index) => !parts.some((other, at) => at !== index
    && (squeezed(other).includes(squeezed(part)) && (squeezed(other) !== squeezed(part) || at < index))));
  return said.join(' · ') || t('journey.goal');
}

const squeezed = (text) => text.replaceAll(/\s/g, '').toLowerCase();

/// What makes a way where `answer` says that there is none, each as {label, drawing, act}: a pass that gates ask for,
/// walking, or leaving when the gate opens.
export async function findHelp(page, answer) {
  const found = await Promise.all(ideas(page, answer).map(async (idea) => {
    try {
      const journey = await api.door(page.question({ ...idea.change, alternatives: 0, geometry: false }), `help-${idea.drawing}-${idea.name}`);
      return journey.status === 'unreachable' ? null : { ...idea, label: idea.words(duration(journey.duration)) };
    } catch {
      return null;
    }
  }));
  return found.filter(Boolean).slice(0, 3);
}

function ideas(page, answer) {
  const { city, by } = page;
  const passes = ['badge', 'visitor', 'code', 'permit'].filter((pass) => (city.passesAsked ?? city.passes).includes(pass) && !page.passes.includes(pass));
  const list = passes.map((pass) => ({
    name: pass, drawing: 'badge', change: { pass: [...page.passes, pass] },
    words: (length) => t('journey.with', { pass: passName(pass), duration: length }),
    act: () => page.setPasses([...page.passes, pass]),
  }));
  if (by !== 'foot') {
    list.push({
      name: 'foot', drawing: 'foot', change: { by: 'foot' },
      words: (length) => t('journey.on', { by: t('mode.foot'), duration: length }), act: () => page.setMode('foot'),
    });
  }
  const when = openingIn(answer, page.now());
  if (when) {
    list.unshift({
      name: 'at', drawing: 'clock', change: { depart: when },
      words: (length) => t('journey.at', { time: clock(when, answer.departure ?? page.now()), duration: length }), act: () => page.setDeparture(when),
    });
  }
  return list;
}

/// The time that the reason of `answer` names, as the next such time after the departure.
function openingIn({ reason, departure }, now) {
  const date = reason?.match(/\b(\d{4}-\d\d-\d\d)[ T]\d\d:\d\d/)?.[1];
  const hour = reason?.match(/\b([01]?\d|2[0-3]):[0-5]\d\b/)?.[0]?.padStart(5, '0');
  if (!hour) return null;
  const begin = departure ?? now;
  const same = `${date ?? begin.slice(0, 10)}T${hour}`;
  return same > begin || date ? same : laterBy(same, 24 * 60);
}

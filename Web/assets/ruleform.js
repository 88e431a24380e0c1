// The form of a gate's rule: who may pass with what, when, with which exceptions, how; and the rule read back in words.
import { byId, el } from './dom.js';
import { field, hoursDraft, hoursField, hoursOf, select } from './fields.js';
import { icon } from './icons.js';
import { entries, passersBy, ruleList, vehicles } from './rule.js';
import { t } from './text.js';

const first = ['foot', 'ebike', 'car'];

/// What the form holds, out of a rule as edits write it.
export function ruleDraft(rule) {
  return {
    who: { ...(rule?.who ?? {}) }, hours: hoursDraft(rule?.hours), entry: rule?.entry ?? '', delay: rule?.delay ?? '', weather: [...(rule?.weather ?? [])],
    except: (rule?.except ?? []).map(({ vehicle, who, when }) => ({ vehicle, who, hours: hoursDraft(when) })),
  };
}

/// The rule that the form holds, as edits write it.
export function ruleOfDraft(draft) {
  const who = Object.fromEntries(Object.entries(draft.who).filter(([, value]) => value));
  const hours = hoursOf(draft.hours);
  const except = draft.except.map((each) => ({ vehicle: each.vehicle, who: each.who, when: hoursOf(each.hours) })).filter(({ when }) => when);
  return {
    who, ...(hours ? { hours } : {}), ...(except.length ? { except } : {}), ...(draft.entry ? { entry: draft.entry } : {}),
    ...(String(draft.delay).trim() === '' ? {} : { delay: Number(draft.delay) }), ...(draft.weather.length ? { weather: draft.weather } : {}),
  };
}

/// `changed` draws the form anew; what is typed only changes the sentences.
export function ruleForm(draft, changed) {
  const typed = () => byId('rule-back')?.replaceWith(ruleList(ruleOfDraft(draft), { id: 'rule-back' }));
  const shown = vehicles.filter((vehicle) => first.includes(vehicle) || draft.who[vehicle] || draft.allVehicles);
  const whoOptions = (vehicle) => [['', t('who.unsaid')], ...passersBy(vehicle).map((who) => [who, t(`who.choice.${who}`)])];
  return el('div', { class: 'form', id: 'rule-form' },
    el('fieldset', { class: 'choice' }, el('legend', {}, t('rule.who')), el('div', { class: 'rules' },
      shown.map((vehicle) => select(`who-${vehicle}`, t(`vehicle.${vehicle}`), whoOptions(vehicle), draft.who[vehicle] ?? '', (who) => { draft.who[vehicle] = who; changed(); })),
      shown.length < vehicles.length && el('button', { type: 'button', class: 'button', 'data-key': 'all-vehicles', onclick: () => { draft.allVehicles = true; changed(); } }, icon('plus', 20), t('rule.vehicles')))),
    hoursField('rule-hours', 'rule.hours.label', draft.hours, { changed, typed, ways: ['always', 'daily', 'written', 'unsaid'] }),
    el('fieldset', { class: 'choice' }, el('legend', {}, t('rule.exceptions')), el('div', { class: 'form' },
      draft.except.map((each, row) => exception(draft, each, row, changed, typed)),
      el('button', { type: 'button', class: 'button', 'data-key': 'add-exception', onclick: () => {
        draft.except.push({ vehicle: 'ebike', who: 'nobody', hours: { ...hoursDraft('Mo-Fr 07:00-09:00') } });
        changed();
      } }, icon('plus', 20), t('rule.exception.add')))),
    el('div', { class: 'field-pair' },
      select('rule-entry', t('rule.entry'), [['', t('entry.unknown')], ...entries.map((entry) => [entry, t(`entry.${entry}`)])], draft.entry, (entry) => { draft.entry = entry; changed(); }),
      field('rule-delay', 'rule.delay.label', { type: 'number', min: 0, max: 3600, inputmode: 'numeric', value: draft.delay, oninput: (event) => { draft.delay = event.target.value; typed(); } })),
    el('fieldset', { class: 'choice' }, el('legend', {}, t('rule.weather')), el('div', { class: 'chips' }, ['rain', 'typhoon'].map((weather) => el('label', { class: 'chip check' },
      el('input', { type: 'checkbox', checked: draft.weather.includes(weather), 'data-key': `rule-weather-${weather}`, onchange: (event) => { draft.weather = event.target.checked ? [...draft.weather, weather] : draft.weather.filter((other) => other !== weather); changed(); } }),
      el('span', { class: 'chip-face' }, icon('check', 18), t(`rule.weather.${weather}`)))))),
    el('div', {}, el('h3', {}, t('rule.back')), el('div', { role: 'status' }, ruleList(ruleOfDraft(draft), { id: 'rule-back' }))));
}

function exception(draft, each, row, changed, typed) {
  const number = row + 1;
  return el('div', { class: 'panel', role: 'group', 'aria-label': t('rule.exception', { n: number }) },
    el('div', { class: 'line' }, el('strong', { class: 'grow' }, t('rule.exception', { n: number })),
      el('button', { type: 'button', class: 'button', 'data-key': `remove-exception-${row}`, 'aria-label': t('rule.exception.remove', { n: number }), onclick: () => { draft.except.splice(row, 1); changed(); } }, t('rule.remove'))),
    el('div', { class: 'field-pair' },
      select(`except-vehicle-${row}`, t('rule.vehicle'), vehicles.map((vehicle) => [vehicle, t(`vehicle.${vehicle}`)]), each.vehicle, (vehicle) => {
        each.vehicle = vehicle;
        if (!passersBy(vehicle).includes(each.who)) each.who = 'nobody';
        changed();
      }),
      select(`except-who-${row}`, t('rule.then'), passersBy(each.vehicle).map((who) => [who, t(`who.choice.${who}`)]), each.who, (who) => { each.who = who; changed(); })),
    hoursField(`except-${row}`, 'rule.when', each.hours, { changed, typed, ways: ['daily', 'written'] }));
}

// The rule of a gate in words: who may pass, when, how one gets in and how long that takes.
import { el } from './dom.js';
import { hoursWords } from './hours.js';
import { has, language, t } from './text.js';

export const vehicles = ['foot', 'ebike', 'bicycle', 'motorcycle', 'car'];
const passers = ['anyone', 'pushing', 'delivery', 'visitor', 'registered', 'badge', 'resident', 'staff', 'nobody'];
/// Who may be said to pass with a vehicle: only bicycles are pushed.
export const passersBy = (vehicle) => passers.filter((who) => who !== 'pushing' || vehicle === 'ebike' || vehicle === 'bicycle');
export const entries = ['open', 'guard', 'register', 'code', 'qr', 'call', 'badge'];

/// One sentence for each vehicle, then hours and entry; empty where the rule says nothing.
export function ruleSentences(rule) {
  if (!rule) return [];
  const { who = {}, hours, entry, delay } = rule;
  const except = rule.except ?? [];
  const said = vehicles.filter((vehicle) => who[vehicle] || except.some((each) => each.vehicle === vehicle)).map((vehicle) => {
    const other = except.filter((each) => each.vehicle === vehicle).map((each) => t('rule.except', { when: hoursWords(each.when), who: t(`who.${each.who}`) }));
    return t('rule.line', { vehicle: t(`vehicle.${vehicle}`), who: who[vehicle] ? t(`who.${who[vehicle]}`) : t('who.as'), other: other.join('') });
  });
  if (hours && hours !== '24/7') said.push(t('rule.hours', { hours: hoursWords(hours) }));
  if (hours === '24/7') said.push(t('rule.always'));
  if (entry && has(`entry.say.${entry}`)) said.push(t(`entry.say.${entry}`));
  if (delay) said.push(t('rule.delay', { n: delay }));
  for (const weather of rule.weather ?? []) said.push(t('rule.weather.say', { weather: t(`rule.weather.${weather}`) }));
  return said;
}

/// The rule as one text; empty where it says nothing.
export const ruleText = (rule) => ruleSentences(rule).join(language() === 'zh' ? '' : ' ');

/// The rule read back, as a list.
export function ruleList(rule, properties = {}) {
  const sentences = ruleSentences(rule);
  return el('ul', { class: 'readback', ...properties }, (sentences.length ? sentences : [t('rule.nothing')]).map((sentence) => el('li', {}, sentence)));
}

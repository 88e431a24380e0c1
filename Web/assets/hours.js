// Opening hours in words.
import { t } from './text.js';

const names = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su', 'PH'];
const dayPart = /^(?:(Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:-(Mo|Tu|We|Th|Fr|Sa|Su))?)(?:,(Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:-(Mo|Tu|We|Th|Fr|Sa|Su))?)*$/;

/// Hours as people say them; hours that are written in other ways are shown as they are.
export function hoursWords(text) {
  if (!text) return t('hours.unknown');
  if (text === '24/7') return t('hours.is.always');
  const parts = text.split(';').map((part) => clauseWords(part.trim()));
  return parts.every(Boolean) ? parts.join(t('list.strong')) : text;
}

function clauseWords(clause) {
  const times = /^(?:([A-Za-z,-]+) )?((?:\d\d:\d\d-\d\d:\d\d)(?:,\d\d:\d\d-\d\d:\d\d)*|off|closed)$/.exec(clause);
  if (!times || times[1] && !dayPart.test(times[1])) return null;
  const when = times[1] && times[1] !== 'Mo-Su' ? daysWords(times[1]) : t('hours.days.all');
  const said = /^[oc]/.test(times[2]) ? t('hours.off') : times[2].replaceAll('-', '–').replaceAll(',', t('list.weak'));
  return `${when} ${said}`;
}

const daysWords = (text) => text.split(',').map((part) => part.split('-').map((name) => t(`day.${names.indexOf(name)}`)).join(t('day.to'))).join(t('list.weak'));

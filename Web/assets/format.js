// Durations, distances and times as people read them, in the page's language.
import { language, t } from './text.js';

/// "14 min", "1 h 05 min"; below a minute in seconds.
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return '';
  if (seconds < 60) return t('time.seconds', { n: Math.max(1, Math.round(seconds)) });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t('time.minutes', { n: minutes });
  return t('time.hours', { h: Math.floor(minutes / 60), m: String(minutes % 60).padStart(2, '0') });
}

export function distance(metres) {
  if (metres === null || metres === undefined) return '';
  if (metres < 995) return t('length.metres', { n: Math.max(1, metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10) });
  return t('length.kilometres', { n: (metres / 1000).toFixed(1) });
}

/// The hour of a local time such as 2026-11-21T12:43:36; with the day where it is not `today`.
export function clock(local, today = null) {
  if (!local) return '';
  const hour = local.slice(11, 16);
  return today && local.slice(0, 10) !== today.slice(0, 10) ? `${day(local)} ${hour}` : hour;
}

export function day(local) {
  const [year, month, date] = local.slice(0, 10).split('-').map(Number);
  return new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', {
    month: 'short', day: 'numeric', timeZone: 'UTC',
  }).format(new Date(Date.UTC(year, month - 1, date)));
}

export function count(number) {
  return new Intl.NumberFormat(language() === 'zh' ? 'zh-CN' : 'en-GB').format(number);
}

/// What a place is asked for by, as one would type it: an id, an address or a position.
export const asked = ({ query }) => (Array.isArray(query) ? query.join(',') : query);

/// A position as one would type it: longitude, latitude.
export const coordinates = (position) => `${position[0].toFixed(6)},${position[1].toFixed(6)}`;

const number = /-?\d{1,3}(?:\.\d+)?/g;

/// A position that somebody typed, in either order; null where the text is no pair of numbers or lies elsewhere.
export function typedPosition(text, bounds) {
  if (!/^[\s\d.,;°，；+-]+$/.test(text)) return null;
  const [a, b, ...more] = (text.match(number) ?? []).map(Number);
  if (b === undefined || more.length) return null;
  const within = ([x, y]) => !bounds || (x >= bounds[0] && x <= bounds[2] && y >= bounds[1] && y <= bounds[3]);
  return [[a, b], [b, a]].find((pair) => Math.abs(pair[1]) <= 90 && within(pair)) ?? null;
}

/// Metres between two positions, near enough for a district.
export function metresBetween(a, b) {
  const scale = Math.cos(((a[1] + b[1]) / 2) * Math.PI / 180);
  return Math.hypot((a[0] - b[0]) * scale, a[1] - b[1]) * 111_320;
}

/// A moment on the clocks of a time zone: "2026-11-21T12:30"; `moment` is in milliseconds since 1970.
export function civilTime(moment, timeZone) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  }).formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/// A local time of the city, moved by minutes: "2026-11-21T12:30" and 60 give "2026-11-21T13:30".
export function laterBy(local, minutes) {
  const moment = Date.parse(`${local.slice(0, 16)}:00Z`) + minutes * 60_000;
  return new Date(moment).toISOString().slice(0, 16);
}

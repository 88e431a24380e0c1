// Speaks to the server: JSON in and out, superseded requests abandoned, changes as they happen.
import { language, t } from './text.js';
import { session } from './session.js';
import { token } from './store.js';

/// What went wrong, in a sentence for people; `again` tells whether asking again may help.
export class Failure extends Error {
  constructor(sentence, { status = 0, again = false, after = 0 } = {}) {
    super(sentence);
    Object.assign(this, { status, again, after });
  }
}

const patience = 20_000;
const underWay = new Map();

/// Asks once. A further call with the same `slot` abandons the one before, which then never settles its caller:
/// it rejects with an AbortError, to be passed over with `isAbandoned`.
///
/// `body` is sent as JSON, `file` as it is.
async function ask(path, { method = 'GET', body, file, slot, authorised = false, own = false } = {}) {
  const controller = new AbortController();
  if (slot) {
    underWay.get(slot)?.abort();
    underWay.set(slot, controller);
  }
  const timer = setTimeout(() => controller.abort(new Failure(t('error.slow'), { again: true })), patience);
  try {
    const response = await fetch(path, {
      method,
      headers: headers(body, authorised, own),
      body: file ?? (body === undefined ? undefined : JSON.stringify(body)),
      signal: controller.signal,
    });
    return await answer(response);
  } catch (error) {
    if (error instanceof Failure || error.name === 'AbortError') throw error;
    throw new Failure(t(navigator.onLine === false ? 'error.offline' : 'error.unreachable'), { again: true });
  } finally {
    clearTimeout(timer);
    if (slot && underWay.get(slot) === controller) underWay.delete(slot);
  }
}

/// `authorised` takes the tab's token or the session, `own` the session alone.
function headers(body, authorised, own) {
  const all = { Accept: 'application/json', 'Accept-Language': language() };
  if (body !== undefined) all['Content-Type'] = 'application/json';
  if (authorised && token.get()) all.Authorization = `Bearer ${token.get()}`;
  else if ((authorised || own) && session().csrf) all['X-CSRF-Token'] = session().csrf;
  return all;
}

async function answer(response) {
  if (response.status === 204) return null;
  const text = await response.text();
  let json = null;
  try { json = JSON.parse(text); } catch { /* not JSON: the status says what is wrong */ }
  if (response.ok && json !== null) return json;
  throw failure(response, json);
}

function failure(response, problem) {
  const { status } = response;
  const after = Number(response.headers.get('Retry-After')) || 0;
  // Who guesses passwords, or mistypes one, is told how long to wait.
  if (status === 429 && problem?.detail && /\/v1\/(session|account)/.test(response.url)) return new Failure(problem.detail, { status, again: true, after });
  if (status === 429) return new Failure(t('error.tooMany'), { status, again: true, after: after || 5 });
  if (status === 503) return new Failure(t('error.busy'), { status, again: true, after });
  const sentence = problem?.detail ?? problem?.message ?? problem?.title;
  if (status === 401 && token.get()) return new Failure(t('error.token'), { status });
  if (status === 403) return new Failure(t('error.forbidden'), { status });
  if (sentence) return new Failure(sentence, { status, again: status >= 500 });
  return new Failure(t('error.server', { status }), { status, again: true });
}

export const isAbandoned = (error) => error?.name === 'AbortError';

/// Leaves what is under way in `slot`; tells whether anything was.
export function abandon(slot) {
  const held = underWay.get(slot);
  held?.abort();
  return held !== undefined;
}

function query(values) {
  const pairs = new URLSearchParams({ language: language() });
  for (const [key, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') pairs.set(key, String(value));
  }
  return pairs.toString();
}

const id = (value) => encodeURIComponent(value);

export const api = {
  city: () => ask('/v1/city'),
  door: (question, slot = 'door') => ask('/v1/door', { method: 'POST', body: { language: language(), ...question }, slot }),
  doors: (of, slot = 'doors') => ask(`/v1/doors?${query({ of })}`, { slot }),
  search: (q, near) => ask(`/v1/search?${query({ q, near, limit: 10 })}`, { slot: 'search' }),
  reach: (values) => ask(`/v1/reach?${query(values)}`, { slot: 'reach' }),
  nearest: (values) => ask(`/v1/nearest?${query(values)}`, { slot: 'nearest' }),
  closures: () => ask(`/v1/closures?${query({})}`, { slot: 'closures' }),
  closure: (closure) => ask(`/v1/closures/${id(closure)}?${query({})}`),
  close: (closure) => ask('/v1/closures', { method: 'POST', body: closure, authorised: true }),
  lift: (closure) => ask(`/v1/closures/${id(closure)}`, { method: 'DELETE', authorised: true }),
  report: (report) => ask('/v1/reports', { method: 'POST', body: report }),
  reports: () => ask('/v1/reports', { authorised: true }),
  session: () => ask('/v1/session'),
  signIn: (name, password) => ask('/v1/session', { method: 'POST', body: { name, password } }),
  signOut: () => ask('/v1/session', { method: 'DELETE', own: true }),
  setPassword: (current, next) => ask('/v1/account/password', { method: 'POST', body: { current, new: next }, own: true }),
  deleteAccount: (password) => ask('/v1/account', { method: 'DELETE', body: { password }, own: true }),
  tokens: () => ask('/v1/tokens'),
  makeToken: (wanted) => ask('/v1/tokens', { method: 'POST', body: wanted, own: true }),
  removeToken: (token) => ask(`/v1/tokens/${id(token)}`, { method: 'DELETE', own: true }),
  badges: () => ask('/v1/badges'),
  issueBadge: (wanted) => ask('/v1/badges', { method: 'POST', body: wanted, own: true }),
  revokeBadge: (number) => ask(`/v1/badges/${id(number)}`, { method: 'DELETE', own: true }),
  accounts: () => ask(`/v1/accounts?${query({})}`),
  addAccount: (wanted) => ask('/v1/accounts', { method: 'POST', body: { language: language(), ...wanted }, own: true }),
  changeAccount: (account, changes) => ask(`/v1/accounts/${id(account)}`, { method: 'PATCH', body: { language: language(), ...changes }, own: true }),
  badgeKey: () => ask('/v1/badge-key'),
  revokedBadges: () => ask('/v1/badges/revoked'),
  openapi: () => ask('/openapi.json'),
  kinds: () => ask(`/v1/kinds?${query({})}`, { slot: 'kinds' }),
  places: (values, slot = 'places') => ask(`/v1/places?${query(values)}`, { slot }),
  gates: (place) => ask(`/v1/places/${place}/gates?${query({})}`),
  lines: (kind, where) => ask(`/v1/lines?${query({ kind, ...where })}`),
  gate: (gate) => ask(`/v1/gates/${gate}?${query({})}`),
  place: (place) => ask(`/v1/places/${place}?${query({})}`),
  occupancy: (place, values) => ask(`/v1/places/${place}/occupancy`, { method: 'POST', body: values, authorised: true }),
  addPhoto: (place, file) => ask(`/v1/places/${place}/photos?${query({})}`, { method: 'POST', file, authorised: true }),
  edits: (values) => ask(`/v1/edits?${query(values)}`, { authorised: true }),
  edit: (edit) => ask(`/v1/edits/${id(edit)}?${query({})}`, { authorised: true }),
  history: (edit) => ask(`/v1/edits/${id(edit)}/history?${query({})}`, { authorised: true }),
  propose: (edit) => ask('/v1/edits', { method: 'POST', body: { language: language(), ...edit }, authorised: true }),
  decide: (edit, verdict, why, over) => ask(`/v1/edits/${id(edit)}/${verdict}?${query({ why, over })}`, { method: 'POST', authorised: true }),
  preview: (question) => ask('/v1/preview', { method: 'POST', body: { language: language(), ...question }, slot: 'preview', authorised: true }),
  ruleTest: (question) => ask('/v1/rule-test', { method: 'POST', body: { language: language(), ...question }, slot: 'rule-test' }),
  board: (compound, values) => fetch(boardAddress(compound, values)),
};

/// Where the QR code of a badge is: an SVG, for whoever may see the badge.
export const qrAddress = (number) => `/v1/badges/${id(number)}/qr`;

/// Where a file of `content` (places, compounds, gates, doors) is taken from.
export const exportAddress = (content, format) => `/v1/export?content=${content}&format=${format}`;

/// Sends a registry file. What it comes to is answered whether or not it is read in; `progress` gets the part that was sent.
///
/// Rejects with a Failure where the file as a whole cannot be read. A fetch would not tell how far it is.
export function importFile(file, { content, dry, partial }, progress = () => {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/v1/import?${query({ content, 'dry-run': dry || null, partial: partial || null })}`);
    for (const [name, value] of Object.entries(headers(undefined, false, true))) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => { if (event.lengthComputable) progress(event.loaded / event.total); });
    request.addEventListener('error', () => reject(new Failure(t(navigator.onLine === false ? 'error.offline' : 'error.unreachable'), { again: true })));
    request.addEventListener('load', () => {
      let json = null;
      try { json = JSON.parse(request.responseText); } catch { /* not JSON: the status says what is wrong */ }
      if (typeof json?.rows === 'number') return resolve(json);
      return reject(failure(new Response(null, { status: request.status, headers: { 'Retry-After': request.getResponseHeader('Retry-After') ?? '0' } }), json));
    });
    request.send(file);
  });
}

/// Where the board of a compound is: an image or a PDF.
export const boardAddress = (compound, values) => `/v1/boards/${compound}?${query(values)}`;

const changeKinds = ['closure.added', 'closure.lifted', 'closure.expired', 'city.replaced', 'edit.added', 'edit.accepted', 'edit.rejected', 'edit.undone'];

/// Calls `heard` with each change as it happens. `opened(false)` is called once, as soon as changes are listened to or
/// cannot be; `opened(true)` whenever the connection was lost and is back.
///
/// The browser reconnects by itself unless the server refused; then, and after a page was kept aside, this does.
export function onChange({ heard, opened }) {
  let stream = null;
  let begun = false;
  let lost = false;
  const begin = () => {
    if (!begun || lost) opened(begun);
    begun = true;
  };
  const open = () => {
    stream = new EventSource('/v1/changes');
    stream.addEventListener('open', () => {
      begin();
      lost = false;
    });
    stream.addEventListener('error', () => {
      if (!begun) begin();
      lost = true;
      if (stream.readyState === EventSource.CLOSED) setTimeout(open, 5000);
    });
    for (const kind of changeKinds) stream.addEventListener(kind, (event) => heard(change(kind, event.data)));
  };
  open();
  addEventListener('pagehide', () => stream.close());
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    lost = true;
    open();
  });
}

function change(kind, data) {
  try {
    return { ...JSON.parse(data), kind };
  } catch {
    return { kind };
  }
}

// Who is signed in on this device: a cookie that pages cannot read; what the server says of it is asked for once.
import { api } from './api.js';

const visitor = { role: 'visitor', account: null, own: [], may: {}, csrf: null };
let current = visitor;
let asking = null;
const listeners = new Set();

export const session = () => current;

/// Whether there is anything to which the person may do `action`.
export const may = (action) => action in current.may;

/// Whether what these departments are in charge of is the person's to change by the right to `action`.
export function inCharge(action, departments) {
  return current.may[action] === 'everywhere' || departments.every((name) => current.own.includes(`department:${name}`));
}

/// Whether the person decides on `edit`.
export const decides = (edit) => may('decideEdits') && inCharge('decideEdits', edit.departments);

/// Asks the server who is signed in, once for all who want to know; without a network nobody is.
export function loadSession() {
  asking ??= api.session().then(setSession, () => current);
  return asking;
}

export function setSession(next) {
  current = next ?? visitor;
  asking = Promise.resolve(current);
  for (const listener of listeners) listener(current);
  return current;
}

/// Calls `listener` whenever somebody signs in or out.
export function onSession(listener) {
  listeners.add(listener);
}

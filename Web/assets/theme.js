// Light, dark, or as the device says.
import { remember, remembered } from './store.js';

const device = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set();

export const themes = ['auto', 'light', 'dark'];

export const chosenTheme = () => remembered('theme', 'auto');

export function isDark() {
  const chosen = chosenTheme();
  return chosen === 'auto' ? device.matches : chosen === 'dark';
}

export function setTheme(theme) {
  remember('theme', theme === 'auto' ? null : theme);
  apply();
}

/// Calls `listener` whenever the colours change.
export function onTheme(listener) {
  listeners.add(listener);
}

function apply() {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
    meta.setAttribute('content', isDark() ? '#12181b' : '#faf8f3');
  }
  for (const listener of listeners) listener();
}

device.addEventListener('change', apply);
apply();

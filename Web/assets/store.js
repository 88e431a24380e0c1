// What the browser remembers: settings, recent goals and the last journey; nothing of it leaves the device.

/// The value kept under `key`, or `fallback`; a browser that forbids storage remembers nothing.
export function remembered(key, fallback = null) {
  try {
    const text = localStorage.getItem(`kaimen.${key}`);
    return text === null ? fallback : JSON.parse(text);
  } catch {
    return fallback;
  }
}

export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(`kaimen.${key}`);
    else localStorage.setItem(`kaimen.${key}`, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden; the page works without.
  }
}

/// The officer's token: kept until the tab is closed, and in this tab only.
export const token = {
  get() {
    try { return sessionStorage.getItem('kaimen.token'); } catch { return null; }
  },
  set(value) {
    try {
      if (value) sessionStorage.setItem('kaimen.token', value);
      else sessionStorage.removeItem('kaimen.token');
    } catch {
      // Forbidden: the officer enters it again.
    }
  },
};

const recentCount = 6;

export function recentGoals() {
  return remembered('recent', []);
}

export function rememberGoal(place) {
  const others = recentGoals().filter((other) => other.label !== place.label);
  remember('recent', [place, ...others].slice(0, recentCount));
}

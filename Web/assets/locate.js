// Where the device is, when the browser and its user allow it.

/// The position once, or null where there is none.
export function whereAmI() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      (fix) => resolve(read(fix)), () => resolve(null), { enableHighAccuracy: true, timeout: 8000, maximumAge: 15_000 });
  });
}

/// Calls `listener` with every fix; gives the function that stops it.
export function follow(listener, lost) {
  if (!navigator.geolocation) {
    lost();
    return () => {};
  }
  const watch = navigator.geolocation.watchPosition((fix) => listener(read(fix)), lost, { enableHighAccuracy: true, maximumAge: 2000 });
  return () => navigator.geolocation.clearWatch(watch);
}

function read({ coords }) {
  return {
    position: [Number(coords.longitude.toFixed(7)), Number(coords.latitude.toFixed(7))],
    heading: Number.isFinite(coords.heading) && coords.speed > 0.7 ? coords.heading : null,
    accuracy: coords.accuracy,
  };
}

/// Whether the browser would give the position without asking.
export async function isAllowed() {
  try {
    return (await navigator.permissions.query({ name: 'geolocation' })).state === 'granted';
  } catch {
    return false;
  }
}

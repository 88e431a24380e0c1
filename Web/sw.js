// Keeps the pages' shell, so that they open without a network. What the server answers is never served from here,
// but for the city's own description and the parts of the map that were seen, and these only when the server is away.

// Made of the shell's files by scripts/web-version.sh; Tests/web holds it against them.
const version = 'bd315862d8d8953b';
const shell = [
  '/',
  '/assets/accounts.js',
  '/assets/api.js',
  '/assets/badge.js',
  '/assets/badgecode.js',
  '/assets/badgedesk.js',
  '/assets/base.css',
  '/assets/belongings.js',
  '/assets/chosenplace.js',
  '/assets/closures.js',
  '/assets/concern.js',
  '/assets/desk.js',
  '/assets/docs.css',
  '/assets/docs.js',
  '/assets/dom.js',
  '/assets/drawing.js',
  '/assets/editkinds.js',
  '/assets/editor.js',
  '/assets/editwords.js',
  '/assets/existing.js',
  '/assets/explore.js',
  '/assets/fields.js',
  '/assets/follow.js',
  '/assets/format.js',
  '/assets/frame.js',
  '/assets/guidance.js',
  '/assets/hours.js',
  '/assets/icon-192.png',
  '/assets/icon-512.png',
  '/assets/icon.svg',
  '/assets/icons.js',
  '/assets/images.js',
  '/assets/import.js',
  '/assets/journey.js',
  '/assets/journeycard.js',
  '/assets/journeymap.js',
  '/assets/labels.js',
  '/assets/layers.js',
  '/assets/locate.js',
  '/assets/map.css',
  '/assets/map.js',
  '/assets/moderation.js',
  '/assets/nearby.js',
  '/assets/numbering.js',
  '/assets/officer.js',
  '/assets/officetext.js',
  '/assets/open.js',
  '/assets/overlays.js',
  '/assets/palette.js',
  '/assets/people.css',
  '/assets/people.js',
  '/assets/picker.js',
  '/assets/place.js',
  '/assets/placeform.js',
  '/assets/placegates.js',
  '/assets/places.js',
  '/assets/placewords.js',
  '/assets/preview.js',
  '/assets/reachtab.js',
  '/assets/registry.css',
  '/assets/registryfile.js',
  '/assets/registrytext.js',
  '/assets/report.js',
  '/assets/rider.js',
  '/assets/riderviews.js',
  '/assets/rule.js',
  '/assets/ruleform.js',
  '/assets/ruletest.js',
  '/assets/search.js',
  '/assets/session.js',
  '/assets/share.js',
  '/assets/sheet.js',
  '/assets/shell.js',
  '/assets/signin.js',
  '/assets/store.js',
  '/assets/style.js',
  '/assets/text.js',
  '/assets/theme.js',
  '/assets/things.js',
  '/assets/whereabouts.js',
  '/badge',
  '/docs/api',
  '/editor',
  '/explore',
  '/import',
  '/manifest.webmanifest',
  '/moderation',
  '/people',
  '/place',
  '/places',
  '/sign-in',
  '/vendor/maplibre-gl.css',
  '/vendor/maplibre-gl.js',
];
const shellCache = `kaimen-shell-${version}`;
const seenCache = 'kaimen-seen';
const tilesKept = 1500;
const patience = 6000;
const pages = ['/', '/explore', '/places', '/place', '/editor', '/moderation', '/people', '/import', '/sign-in', '/badge', '/docs/api'];
// What is kept for a time without network beside the shell: a guard checks badges there, too.
const kept = ['/v1/city', '/v1/badge-key', '/v1/badges/revoked'];

addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(shellCache);
    await cache.addAll(shell.map((path) => new Request(path, { cache: 'reload' })));
    await skipWaiting();
  })());
});

addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name !== shellCache && name !== seenCache) await caches.delete(name);
    }
    await clients.claim();
  })());
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== location.origin) return;
  const path = address.pathname;
  if (request.mode === 'navigate' && pages.includes(path)) event.respondWith(fromShell(path, request));
  else if (shell.includes(path)) event.respondWith(fromShell(path, request));
  else if (kept.includes(path) || path.startsWith('/tiles/')) event.respondWith(fromServer(request));
});

async function fromShell(path, request) {
  const kept = await (await caches.open(shellCache)).match(path);
  return kept ?? fetch(request);
}

/// The server's answer, and where it has none what it answered before.
async function fromServer(request) {
  const cache = await caches.open(seenCache);
  try {
    const answer = await Promise.race([
      fetch(request), new Promise((_, fail) => { setTimeout(() => fail(new Error('slow')), patience); }),
    ]);
    if (answer.status === 200) keep(cache, request, answer.clone());
    return answer;
  } catch (failure) {
    // A tile of another version of the city is better than none.
    const known = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
    if (known) return known;
    throw failure;
  }
}

let puts = 0;

async function keep(cache, request, answer) {
  try {
    await cache.put(request, answer);
    if (puts++ % 200) return;
    const keys = await cache.keys();
    for (const old of keys.slice(0, Math.max(0, keys.length - tilesKept))) await cache.delete(old);
  } catch {
    // No room: the map is then not kept, and nothing else suffers.
  }
}

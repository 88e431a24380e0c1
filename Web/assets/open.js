// Opens a map page: asks for the city, waits for MapLibre, and says plainly when either does not come.
import { api } from './api.js';
import { byId, show } from './dom.js';
import { failureBox, waiting } from './shell.js';
import { t } from './text.js';

function mapLibrary() {
  return new Promise((resolve) => {
    const script = document.createElement('script');
    script.src = '/vendor/maplibre-gl.js';
    // Without it the page works as it does without WebGL: lists instead of a map.
    script.onload = script.onerror = () => resolve();
    document.head.append(script);
  });
}

const library = mapLibrary();

/// Calls `ready` with the city once everything is here; `body` shows the wait and what fails.
export async function openCity(ready, body = byId('sheet-body')) {
  show(body, waiting(t('loading')));
  try {
    const [city] = await Promise.all([api.city(), library]);
    show(body);
    ready(city);
  } catch (failure) {
    if (!('again' in failure)) throw failure;
    show(body, failureBox(failure, () => openCity(ready, body)));
  }
}

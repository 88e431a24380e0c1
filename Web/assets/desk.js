// What the pages of the registry share: words at one side, the map beside them, and the city that comes and goes.
import { api, onChange } from './api.js';
import { byId, el, show, spread } from './dom.js';
import { icon } from './icons.js';
import { civilTime, metresBetween } from './format.js';
import { CityMap } from './map.js';
import { openCity } from './open.js';
import { loadSession } from './session.js';
import { attribution, mapTools, openShell } from './shell.js';
import { onLanguage, t } from './text.js';
import { Whereabouts } from './whereabouts.js';

/// Opens a page: `ready(desk)` is called with the city and the map, once it is known who is signed in.
export function openDesk(ready) {
  openShell();
  openCity(async (city) => {
    await loadSession();
    ready(new Desk(city));
  }, byId('content'));
}

export class Desk {
  constructor(city) {
    this.city = city;
    this.map = new CityMap(city);
    this.content = byId('content');
    mapTools(this.map, { locate: () => new Whereabouts(this.map, city).look() });
    attribution(city);
  }

  /// The city's local time now, or in some minutes.
  now(minutes = 0) {
    return civilTime(Date.now() + minutes * 60_000, this.city.timeZone);
  }

  /// A moment that the server tells in UTC, on the city's clocks.
  local(instant) {
    return civilTime(Date.parse(instant), this.city.timeZone);
  }

  show(...children) {
    show(this.content, children);
  }

  /// Calls `heard` with what happens to edits and to the city, which the map then shows anew.
  listen(heard) {
    const replaced = spread(async () => {
      this.city = await api.city().catch(() => this.city);
      this.map.replace(this.city);
      heard({ kind: 'city.replaced' });
    }, 600);
    onChange({
      heard: (event) => {
        if (event.kind === 'city.replaced') replaced();
        else if (event.kind.startsWith('edit.')) heard(event);
      },
      opened: (again) => { if (again) heard({ kind: 'reconnected' }); },
    });
  }

  /// Shows or hides the cross in the middle of the map.
  cross(shown) {
    const cross = byId('cross');
    cross.hidden = !shown;
    if (!shown) return;
    show(cross, icon('pointer', 44));
    cross.style.setProperty('left', '50%');
    cross.style.setProperty('top', '50%');
  }

  /// Makes the page one on which a phone shows the map above the words.
  mapFirst() {
    document.body.classList.add('map-first');
    this.map.map?.resize();
  }

  /// Gates that the map shows now, the nearest to its middle first.
  gatesInView() {
    const centre = this.map.centre();
    return this.map.visible(['gate']).filter(({ position }) => position)
      .sort((a, b) => metresBetween(a.position, centre) - metresBetween(b.position, centre));
  }
}

/// On phones, a button that shows the map over the list and hides it again; elsewhere the map is always there.
export class MapToggle {
  constructor() {
    this.box = byId('map-box');
    this.button = el('button', { type: 'button', class: 'button map-toggle', 'data-key': 'map-toggle', onclick: () => this.set(!this.isShown) });
    this.set(false);
    onLanguage(() => this.set(this.isShown));
  }

  get isShown() {
    return !('shut' in this.box.dataset);
  }

  set(shown) {
    if (shown) delete this.box.dataset.shut;
    else this.box.dataset.shut = '';
    this.box.classList.toggle('whole', shown);
    show(this.button, icon(shown ? 'list' : 'layers'), t(shown ? 'desk.map.hide' : 'desk.map.show'));
    this.button.setAttribute('aria-expanded', String(shown));
  }
}

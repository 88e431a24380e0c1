// What the pages of the registry share: words at one side, the map beside them, and the city that comes and goes.
import { api, onChange } from './api.js';
import { byId, show, spread } from './dom.js';
import { icon } from './icons.js';
import { civilTime, metresBetween } from './format.js';
import { CityMap } from './map.js';
import { openCity } from './open.js';
import { loadSession } from './session.js';
import { attribution, mapTools, openShell } from './shell.js';
import { t } from './text.js';
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
  }

  /// Gates that the map shows now, the nearest to its middle first.
  gatesInView() {
    const centre = this.map.centre();
    return this.map.visible(['gate']).filter(({ position }) => position)
      .sort((a, b) => metresBetween(a.position, centre) - metresBetween(b.position, centre));
  }
}

/// A button on phones that shows the map over the list, and hides it again.
export function mapToggle() {
  const box = byId('map-box');
  box.dataset.shut = '';
  return function fill(button) {
    const shut = 'shut' in box.dataset;
    show(button, icon(shut ? 'layers' : 'list'), t(shut ? 'desk.map.show' : 'desk.map.hide'));
    button.setAttribute('aria-expanded', String(!shut));
    button.onclick = () => {
      if ('shut' in box.dataset) { delete box.dataset.shut; box.classList.add('whole'); } else { box.dataset.shut = ''; box.classList.remove('whole'); }
      fill(button);
    };
  };
}

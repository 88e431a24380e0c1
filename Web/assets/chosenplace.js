// A place that was tapped or found, on the rider's page: what it is, its doors, and the ways to go on from it.
import { api, isAbandoned } from './api.js';
import { announce, toast } from './dom.js';
import { asked } from './format.js';
import { point } from './map.js';
import { placeCard } from './riderviews.js';
import { elementId } from './things.js';

export class ChosenPlace {
  constructor(page, place) {
    Object.assign(this, { page, place, doors: null });
  }

  /// Shows the place and asks for its doors; `look` moves the map there.
  async open({ look = false } = {}) {
    const { page, place } = this;
    this.#mark();
    page.render();
    announce(place.label);
    if (look) this.#look();
    try {
      const found = await api.doors(asked(place));
      if (!this.#isShown()) return;
      this.doors = found.doors ?? [];
      if (!place.position && found.position) {
        place.position = found.position;
        this.#mark();
        this.#look();
      }
      if (this.doors.length === 1 || place.label === place.query) place.label = betterLabel(place, found);
      page.refresh();
    } catch (error) {
      if (isAbandoned(error) || !this.#isShown()) return;
      if (error.status === 422 || error.status === 404) toast(error.message, { tone: 'warn' });
    }
  }

  show() {
    const { page, place, doors } = this;
    page.sheet.show(this, 'peek', placeCard({
      place, doors, go: () => page.goTo(place), from: () => page.startAt(place),
      report: () => page.openReport({ position: place.position, label: place.label, object: elementId(place.query) }),
      leave: () => page.home(), chooseDoor: (door) => page.goTo(this.#doorPlace(door)),
    }));
  }

  #isShown() {
    return this.page.place === this && this.page.view === 'place';
  }

  #mark() {
    const { position } = this.place;
    if (position) this.page.map.put('marks', [point(position, { icon: 'picked', anchor: 'bottom' })]);
  }

  #look() {
    if (this.place.position) this.page.map.look(this.place.position, { zoom: 17.5 });
  }

  #doorPlace({ id, position, label }) {
    return { query: id ?? position, label: [this.place.label, label].filter(Boolean).join(' '), position, drawing: 'door', named: true };
  }
}

/// The server's label of a single door says more than the number on the map.
const betterLabel = (place, found) => (found.label && (place.label === place.query || found.label.length > place.label.length) ? found.label : place.label);

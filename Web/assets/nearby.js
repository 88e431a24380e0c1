// The nearest places of a kind, on the rider's page.
import { api, isAbandoned } from './api.js';
import { announce } from './dom.js';
import { civilTime, coordinates } from './format.js';
import { hoursWords } from './hours.js';
import { point } from './map.js';
import { nearView } from './riderviews.js';
import { t } from './text.js';

export class Nearby {
  /// Those of `kind` from where the rider is, else from the middle of the map of `page`.
  constructor(page, kind) {
    Object.assign(this, { page, kind, mine: Boolean(page.whereabouts.last), answer: null, failure: null });
  }

  async ask() {
    const { page, kind } = this;
    const { map, whereabouts } = page;
    this.failure = null;
    page.render();
    try {
      if (this.mine && !whereabouts.recent) await whereabouts.find();
      const origin = whereabouts.last?.position ?? map.centre();
      const by = page.by === 'car' || page.by === 'motorcycle' ? 'ebike' : page.by;
      const answer = await api.nearest({ kind, from: coordinates(origin), by, count: 6, pass: page.passes.join(',') || null });
      if (!this.#isShown()) return;
      this.answer = answer;
      announce(t('search.count', { n: answer.places.length }));
      map.put('marks', answer.places.map((place) => point(place.position, { icon: `place-${kind}`, label: place.name ?? '' })));
      map.fit([origin, ...answer.places.map((place) => place.position)], { zoom: 16.5 });
    } catch (error) {
      if (isAbandoned(error)) return;
      this.failure = error;
    }
    if (this.#isShown()) page.render();
  }

  #isShown() {
    return this.page.near === this && this.page.view === 'near';
  }

  show() {
    const { page, kind, mine, answer, failure } = this;
    page.sheet.show(this, 'half', nearView({
      kind, origin: t(mine ? 'near.from.mine' : 'near.from.centre'), answer, failure, desk: { local: (instant) => civilTime(Date.parse(instant), page.city.timeZone), now: () => page.now() }, again: () => this.ask(), leave: () => page.home(),
      choose: (place) => page.openPlace({
        query: place.id ?? place.position, label: place.name ?? t('thing.place'), detail: place.hours, position: place.position, named: true,
        thing: null, words: { drawing: 'place', facts: [['fact.hours', place.hours && hoursWords(place.hours)]] },
      }, { look: true }),
    }));
  }
}

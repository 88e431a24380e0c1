// The public list of places: filters that live in the address, counts, rows that lead to each place, and a map beside it.
import { api, isAbandoned } from './api.js';
import { announce, byId, debounce, el, show } from './dom.js';
import { count } from './format.js';
import { icon } from './icons.js';
import { MapToggle, openDesk } from './desk.js';
import { field, select, ticks } from './fields.js';
import { point } from './map.js';
import { placeAddress, placeName, placeRow, serviceName, services, statuses, statusName } from './placewords.js';
import { failureBox, waiting } from './shell.js';
import { onLanguage, t } from './text.js';
import { Whereabouts } from './whereabouts.js';

const page = 50;
const mostNamed = 15;
const flags = ['friendly', 'open', 'free', 'near'];

class PlacesPage {
  constructor(desk) {
    const given = new URLSearchParams(location.search);
    Object.assign(this, { desk, kinds: [], places: [], total: null, friendly: null, failure: null, looking: true, near: null });
    this.filter = { q: given.get('q') ?? '', kind: given.get('kind') ?? '', status: given.get('status') ?? '', service: given.get('service')?.split(',').filter(Boolean) ?? [] };
    this.filter.price = given.get('price') ?? '';
    for (const flag of flags) this.filter[flag] = given.get(flag) === 'true';
    this.later = debounce(() => this.load(), 250);
    desk.map.onTap(({ position, thing }) => this.#tapped(thing, position));
    desk.listen(debounce(() => this.load({ quiet: true }), 400));
    this.toggle = new MapToggle();
    onLanguage(() => { this.render({ whole: true }); this.load(); });
    this.render();
    this.load();
  }

  /// What is asked of the server; a place that is near is asked for by where one is.
  #question(more = {}) {
    const { q, kind, status, service, friendly, open, free, price } = this.filter;
    return {
      q: q.trim(), kind, status, service: service.join(','), friendly: friendly || null, open: open || null, free: free ? 1 : null, price: /^\d{1,5}$/.test(price) ? price : null,
      near: this.filter.near && this.near ? this.near.join(',') : null, ...more,
    };
  }

  async load({ quiet = false } = {}) {
    this.#address();
    this.looking = true;
    this.results?.firstElementChild?.setAttribute('aria-busy', 'true');
    try {
      if (this.filter.near && !this.near) this.near = (await new Whereabouts(this.desk.map, this.desk.city).find())?.position ?? this.desk.map.centre();
      const limit = quiet ? Math.max(page, this.places.length) : page;
      const [kinds, all, friendly] = await Promise.all([
        api.kinds(), api.places(this.#question({ limit })), api.places(this.#question({ limit: 1, friendly: true }), 'friendly'),
      ]);
      const named = JSON.stringify(this.kinds) !== JSON.stringify(kinds.kinds);
      Object.assign(this, { kinds: kinds.kinds, places: all.places, total: all.total, friendly: friendly.total, failure: null, looking: false });
      if (named) this.render({ whole: true });
      if (!quiet) announce(this.#counts());
    } catch (failure) {
      if (isAbandoned(failure)) return;
      Object.assign(this, { failure, looking: false });
    }
    this.render();
    this.#draw({ fit: !quiet });
  }

  async more(button) {
    button.disabled = true;
    const before = this.places.length;
    try {
      const next = await api.places(this.#question({ limit: page, offset: before }), 'more');
      this.places = [...this.places, ...next.places];
      this.render();
      this.#draw({ fit: false });
      byId('place-list').children[before]?.querySelector('a')?.focus();
    } catch (failure) {
      if (isAbandoned(failure)) return;
      this.failure = failure;
      this.render();
    }
  }

  #address() {
    const address = new URL(location.href);
    const values = { ...this.filter, service: this.filter.service.join(',') };
    for (const [key, value] of Object.entries(values)) {
      if (value) address.searchParams.set(key, value);
      else address.searchParams.delete(key);
    }
    history.replaceState(history.state, '', address);
  }

  #set(changes) {
    Object.assign(this.filter, changes);
    this.render({ whole: true });
    this.load();
  }

  #counts() {
    const kind = this.kinds.find((each) => each.kind === this.filter.kind)?.name ?? t('places.all');
    if (this.filter.friendly) return t('places.count.friendly', { n: count(this.total), kind });
    return t('places.count', { n: count(this.total), friendly: count(this.friendly), kind });
  }

  /// Draws the page anew; what one types into stays, or an input method would lose its place.
  render({ whole = false } = {}) {
    if (whole || !this.results?.isConnected) this.#renderWhole();
    show(this.results, this.failure ? failureBox(this.failure, () => this.load()) : this.total === null ? waiting(t('loading')) : this.#list());
  }

  #renderWhole() {
    const { filter } = this;
    this.results = el('div', { class: 'form' });
    const typed = (event) => {
      if (event.isComposing) return;
      filter.q = event.target.value;
      this.later();
    };
    this.desk.show(
      el('div', {}, el('h1', {}, t('page.places')), el('p', { class: 'detail' }, t('places.hint'))),
      el('form', { class: 'form', id: 'filters', role: 'search', 'aria-label': t('places.filters'), onsubmit: (event) => event.preventDefault() },
        field('q', 'places.q', { type: 'search', value: filter.q, enterkeyhint: 'search', oninput: typed, oncompositionend: typed }),
        el('div', { class: 'field-pair' },
          select('kind', t('places.kind'), [['', t('places.all')], ...this.kinds.map(({ kind, name }) => [kind, name])], filter.kind, (kind) => this.#set({ kind })),
          select('status', t('places.status'), [['', t('places.status.any')], ...statuses.map((each) => [each, statusName(each)])], filter.status, (status) => this.#set({ status }))),
        field('price', 'places.price', { type: 'number', min: 0, max: 99999, step: 1, inputmode: 'numeric', value: filter.price, oninput: (event) => { filter.price = event.target.value.trim(); this.later(); } }),
        ticks('places.only', 'only', flags.map((flag) => [flag, t(`places.${flag}`)]), flags.filter((flag) => filter[flag]), (flag, on) => this.#set({ [flag]: on })),
        el('details', { open: filter.service.length > 0 || this.serviceOpen, ontoggle: (event) => { this.serviceOpen = event.target.open; } },
          el('summary', { 'data-key': 'services', class: 'button' }, filter.service.length ? t('places.services.chosen', { list: filter.service.map(serviceName).join(t('list.weak')) }) : t('places.services')),
          ticks('places.services', 'service', services.map((each) => [each, serviceName(each)]), filter.service, (each, on) => this.#set({
            service: on ? [...filter.service, each] : filter.service.filter((other) => other !== each),
          })))),
      this.results, this.toggle.button);
  }

  #list() {
    const left = this.total - this.places.length;
    return el('section', { 'aria-busy': String(this.looking) },
      el('p', { class: 'count-line', id: 'counts' }, this.#counts()),
      this.places.length ? el('ul', { class: 'rows', id: 'place-list' }, this.places.map((place) => placeRow(place, this.kinds, this.desk))) : el('p', { class: 'note' }, icon('info'), t('places.none')),
      left > 0 && el('button', { type: 'button', class: 'button wide', 'data-key': 'more', onclick: (event) => this.more(event.currentTarget) }, t('places.more', { n: count(left) })),
      el('p', { class: 'detail' }, t('places.download'), ' ', ['csv', 'geojson'].map((format) => el('a', { class: 'button', href: `/v1/export?content=places&format=${format}`, download: true }, t(`format.${format}`)))));
  }

  #draw({ fit }) {
    const { map } = this.desk;
    // Many names would hide each other and the map.
    const named = this.places.length <= mostNamed;
    map.put('marks', this.places.map((place) => point(place.position, { icon: place.friendly ? 'gate-open' : 'gate-unknown', label: named ? placeName(place) : '' })));
    if (fit && this.places.length) map.fit(this.places.map(({ position }) => position), { extra: 40, zoom: 16 });
  }

  #tapped(thing, position) {
    const { map } = this.desk;
    const near = this.places.map((place) => ({ place, away: Math.hypot(...this.#pixels(place.position, position)) })).sort((a, b) => a.away - b.away)[0];
    if (near?.away < 22) location.href = placeAddress(near.place.id);
    else if (thing?.what === 'place' && thing.id) location.href = placeAddress(thing.id);
    else map.look(position, { zoom: (map.map?.getZoom() ?? 14) + 1 });
  }

  #pixels(a, b) {
    const [from, to] = [a, b].map((each) => this.desk.map.map.project(each));
    return [from.x - to.x, from.y - to.y];
  }
}

openDesk((desk) => new PlacesPage(desk));

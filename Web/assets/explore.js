// The page on which anybody explores: layers, reach, closures as they happen, what is in view; and officers close and lift.
import { announce, byId, debounce, el, spread, toast } from './dom.js';
import { Closures, sentenceOf } from './closures.js';
import { ClosuresTab, mayClose } from './officer.js';
import { asked, civilTime, metresBetween } from './format.js';
import { hoursWords } from './hours.js';
import { icon } from './icons.js';
import { LayersTab } from './layers.js';
import { CityMap, point } from './map.js';
import { openCity } from './open.js';
import { Picker } from './picker.js';
import { ReachTab } from './reachtab.js';
import { Search } from './search.js';
import { attribution, mapTools, openShell } from './shell.js';
import { Sheet, titleRow } from './sheet.js';
import { describe, elementId, emblem, factList, placeOfThing } from './things.js';
import { onLanguage, t } from './text.js';
import { api } from './api.js';
import { Whereabouts } from './whereabouts.js';

const tabs = [['layers', 'explore.layers', 'layers'], ['reach', 'explore.reach', 'reach'], ['closures', 'explore.closures', 'closure'], ['list', 'explore.list', 'list']];

class ExplorePage {
  constructor(city) {
    this.city = city;
    this.tab = tabs.some(([name]) => `#${name}` === location.hash) ? location.hash.slice(1) : 'layers';
    this.card = null;
    this.map = new CityMap(city);
    this.sheet = new Sheet(() => this.picker?.place());
    this.picker = new Picker(this.map, this.sheet);
    this.layers = new LayersTab(this.map, city);
    this.reach = new ReachTab(this);
    this.reachAnew = spread(() => this.reach.refresh());
    this.closing = new ClosuresTab(this);
    this.search = new Search({ city, near: () => this.map.centre(), choose: (place) => this.#found(place), extras: () => [] });
    this.search.setHint('search.any');
    this.map.onTap((tap) => this.#tapped(tap));
    mapTools(this.map, { locate: () => new Whereabouts(this.map, city).look() });
    attribution(city);
    this.closures = new Closures(this.map, (event, closure) => this.#changed(event, closure));
    this.map.map?.on('idle', debounce(() => { if (this.tab === 'list' && !this.card && !this.picker.isOpen) this.#refreshList(); }, 200));
    onLanguage(() => this.#inLanguage());
    document.addEventListener('keydown', (event) => { if (event.key === 'Escape') this.#escape(event); });
    this.render('half');
    this.#readAddress();
  }

  /// The city's local time now, or in some minutes.
  now(minutes = 0) {
    return civilTime(Date.now() + minutes * 60_000, this.city.timeZone);
  }

  #inLanguage() {
    this.search.setHint('search.any');
    if (this.picker.isOpen) this.picker.render();
    else if (this.closing.open) this.closing.again();
    else this.render();
  }

  #escape(event) {
    if (event.defaultPrevented || event.isComposing || byId('menu').open) return;
    if (this.card || this.closing.open) this.leaveCard();
  }

  /// ?at=LON,LAT shows a place, as links from elsewhere use it.
  #readAddress() {
    const at = new URLSearchParams(location.search).get('at')?.split(',').map(Number);
    if (at?.length === 2 && at.every(Number.isFinite)) this.map.look(at, { zoom: 17 });
  }

  /// Shows what has changed, where nobody is busy with a form or a point.
  refresh() {
    if (!this.picker.isOpen && !this.closing.open) this.render();
  }

  render(state = this.sheet.state) {
    this.closing.leave();
    if (this.card) this.#showCard(state);
    else this.#showTab(state);
    this.sheet.set(state);
  }

  #showTab(state) {
    const bodies = { layers: () => this.layers.view(), reach: () => this.reach.view(), closures: () => this.closing.view(), list: () => this.#list() };
    this.sheet.show(`tab-${this.tab}`, state,
      el('h1', { class: 'unseen' }, t('page.explore')),
      el('div', { class: 'tabs', role: 'tablist', 'aria-label': t('explore.tabs'), 'data-peek': true, onkeydown: (event) => this.#tabKey(event) },
        tabs.map(([name, label, drawing]) => el('button', {
          type: 'button', role: 'tab', id: `tab-${name}`, 'aria-selected': String(name === this.tab), 'aria-controls': 'tab-panel',
          tabindex: name === this.tab ? '0' : '-1', 'data-key': `tab-${name}`, onclick: () => this.#choose(name),
        }, icon(drawing, 22), t(label)))),
      el('div', { id: 'tab-panel', class: 'tab-panel', role: 'tabpanel', 'aria-labelledby': `tab-${this.tab}` }, bodies[this.tab]()));
  }

  #choose(name) {
    this.tab = name;
    history.replaceState(null, '', `#${name}`);
    this.render(this.sheet.state === 'peek' ? 'half' : this.sheet.state);
  }

  #tabKey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = tabs.findIndex(([name]) => name === this.tab);
    this.#choose(tabs[(at + step + tabs.length) % tabs.length][0]);
    byId(`tab-${this.tab}`).focus();
  }

  // A card for what was tapped or found.

  #tapped({ position, thing }) {
    if (thing?.what === 'closure') {
      const closure = this.closures.all.find(({ id }) => id === thing.properties.id);
      if (closure) {
        this.tab = 'closures';
        this.card = null;
        this.render('half');
      }
      return;
    }
    if (!thing) return this.card ? this.leaveCard() : undefined;
    this.open(placeOfThing(thing, position));
  }

  #found(place) {
    this.search.set(place.label);
    this.open(place, { look: true });
  }

  open(place, { look = false } = {}) {
    this.closing.leave();
    this.card = { place, doors: null };
    this.render('peek');
    announce(place.label);
    if (place.position) {
      this.map.put('marks', [point(place.position, { icon: 'picked', anchor: 'bottom' })]);
      if (look) this.map.look(place.position, { zoom: 17.5 });
    }
    if (place.thing && !['building', 'compound'].includes(place.thing.what)) return;
    this.#askDoors(this.card);
  }

  async #askDoors(card) {
    try {
      const { doors, position } = await api.doors(asked(card.place));
      if (this.card !== card) return;
      card.doors = doors;
      if (!card.place.position && position) {
        card.place.position = position;
        this.map.look(position);
      }
      this.refresh();
    } catch {
      // The card stands without them.
    }
  }

  #showCard(state) {
    const { place, doors } = this.card;
    const words = place.thing ? describe(place.thing) : { drawing: place.drawing ?? 'place', facts: [] };
    const query = asked(place);
    const id = place.thing?.id ?? place.element ?? elementId(query);
    this.sheet.show(`card-${query}`, state,
      el('div', { 'data-peek': true },
        el('div', { class: 'place-head' }, emblem(words, 44), titleRow(place.thing ? words.title : place.label, { detail: place.thing ? words.kind : place.detail, leave: () => this.leaveCard() })),
        el('div', { class: 'actions' },
          el('a', { class: 'button primary grow', 'data-key': 'route', href: `/?to=${encodeURIComponent(query)}` }, icon('go'), t('place.go')),
          el('button', { type: 'button', class: 'button', 'data-key': 'reach', onclick: () => { this.card = null; this.tab = 'reach'; this.reach.start(place.position, place.label); } }, t('explore.reach'))),
        // Whoever may close came for that: it is seen without raising the sheet.
        this.#closeButton(place, id)),
      this.#held(id),
      this.#pages(place, id),
      factList(words, place.position, id),
      doors?.length > 0 && el('section', {}, el('h3', {}, t('fact.doors')), el('ul', { class: 'chips' }, doors.map((door) => el('li', {},
        el('a', { class: 'chip', href: `/?to=${encodeURIComponent(door.id ?? door.position.join(','))}` }, icon('door', 20), door.label ?? t('thing.door')))))));
  }

  /// What closes a gate or a street that is open now, for whoever may.
  #closeButton(place, id) {
    const may = mayClose() && id && (place.thing?.what === 'gate' || place.thing?.what === 'street' || place.drawing === 'street');
    if (!may || this.#closuresOf(id).length) return null;
    return el('button', {
      type: 'button', class: 'button danger wide below', 'data-key': 'close-it',
      onclick: () => this.closing.form({ target: id, what: place.label, position: place.position }),
    }, icon('bar'), t('officer.close'));
  }

  #closuresOf(id) {
    return this.closures.all.filter((closure) => id && closure.target === id);
  }

  #held(id) {
    const held = this.#closuresOf(id);
    return held.length > 0 && el('ul', { class: 'rows' }, held.map((closure) => this.closing.row(closure)));
  }

  /// Links to the pages that know or take more of it.
  #pages(place, id) {
    const what = place.thing?.what ?? place.kind;
    if (!id) return null;
    if (what === 'place' || what === 'compound') return el('a', { class: 'button wide', 'data-key': 'about', href: `/place?id=${id}` }, icon('info'), t('place.about'));
    return what === 'gate' && place.position && el('a', { class: 'button wide', 'data-key': 'correct', href: `/editor?gate=${id}&at=${place.position.join(',')}` }, icon('gate'), t('gates.correct'));
  }

  leaveCard() {
    this.closing.leave();
    this.card = null;
    this.map.put('marks', []);
    this.render('half');
  }

  // What the map shows, as a list.

  #things() {
    const centre = this.map.centre();
    const seen = this.map.visible(['gate', 'door', 'place', 'compound-label']).filter(({ position }) => position);
    return seen.sort((a, b) => metresBetween(a.position, centre) - metresBetween(b.position, centre));
  }

  #refreshList() {
    const list = byId('in-view');
    if (!list || list.contains(document.activeElement)) return;
    list.replaceWith(this.#listBody());
  }

  #list() {
    return [el('h2', { class: 'small' }, t('list.title')), this.#listBody()];
  }

  #listBody() {
    const things = this.#things();
    const groups = [['gate', 'list.gates'], ['door', 'list.doors'], ['place', 'list.places'], ['compound', 'list.compounds']];
    const shown = groups.map(([what, label]) => [label, things.filter((thing) => thing.what === what).slice(0, 30)]).filter(([, some]) => some.length);
    return el('div', { id: 'in-view', class: 'tab-panel' }, shown.length ? shown.map(([label, some]) => el('section', {},
      el('h3', {}, `${t(label)} (${some.length})`),
      el('ul', { class: 'rows' }, some.map((thing) => {
        const words = describe(thing);
        return el('li', {}, el('button', {
          type: 'button', class: 'row', 'data-key': `thing-${thing.id}`, onclick: () => this.open(placeOfThing(thing, thing.position), { look: true }),
        }, emblem(words, 34), el('span', { class: 'grow' }, el('span', { class: 'row-label' }, words.title), el('span', { class: 'detail' }, this.#factLine(thing, words)))));
      })))) : el('p', { class: 'detail' }, t('list.none')));
  }

  #factLine(thing, words) {
    if (thing.what === 'gate') return words.facts.slice(0, 2).map(([, value]) => value).join(' · ');
    return thing.properties.hours ? `${words.kind} · ${hoursWords(thing.properties.hours)}` : words.kind;
  }

  #changed(event, closure) {
    if (!event) {
      // The list itself is another.
      if (this.tab === 'closures' || this.card) this.refresh();
      return;
    }
    if (closure && !event.own) {
      const { sentence, tone } = sentenceOf(event, closure);
      toast(sentence, { tone });
    }
    // Who closes something looks at what it does; all others need not ask in the same moment.
    if (event.own) this.reach.refresh();
    else this.reachAnew();
  }
}

openShell();
openCity((city) => new ExplorePage(city));

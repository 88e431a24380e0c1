// The rider's page: a goal, a start, the journey between them, and the way along it.
import { abandon, api, isAbandoned } from './api.js';
import { announce, byId, el, show, toast } from './dom.js';
import { clock, coordinates, distance, duration, laterBy } from './format.js';
import { Progress } from './follow.js';
import { icon } from './icons.js';
import { alternatives, doubtList, gateList, goalName, hero, stepDrawing, stepList, stepsOf } from './journey.js';
import { draw, extent } from './journeymap.js';
import { follow, isAllowed, whereAmI } from './locate.js';
import { CityMap, point } from './map.js';
import { Closures, whatIsClosed } from './closures.js';
import { Picker } from './picker.js';
import { reportForm } from './report.js';
import { home, nearView, placeCard, startView } from './riderviews.js';
import { openCity } from './open.js';
import { Search } from './search.js';
import { attribution, choice, failureBox, mapTools, openShell, waiting } from './shell.js';
import { Sheet } from './sheet.js';
import { remember, rememberGoal, remembered } from './store.js';
import { placeOfThing } from './things.js';
import { onLanguage, passName, t } from './text.js';
import { addressOf, questionIn } from './share.js';

class RiderPage {
  constructor(city) {
    this.city = city;
    this.began = Date.now();
    this.by = remembered('by', city.modes.includes('ebike') ? 'ebike' : city.modes[0]);
    this.passes = remembered('passes', []).filter((pass) => city.passes.includes(pass));
    Object.assign(this, { from: null, to: null, depart: null, list: [], chosen: 0, failure: null, view: 'home', helps: [] });
    this.map = new CityMap(city);
    this.sheet = new Sheet(() => this.picker?.place());
    this.picker = new Picker(this.map, this.sheet);
    this.search = new Search({
      city, near: () => this.map.centre(), choose: (place) => this.#found(place), extras: () => this.#searchExtras(),
    });
    this.map.onTap((tap) => this.#tapped(tap));
    mapTools(this.map, { locate: () => this.#locate() });
    attribution(city);
    this.closures = new Closures(this.map, (event, closure) => this.#changed(event, closure));
    onLanguage(() => this.#inLanguage());
    addEventListener('popstate', () => this.#readAddress());
    document.addEventListener('keydown', (event) => { if (event.key === 'Escape') this.#escape(event); });
    this.#readAddress();
    isAllowed().then((allowed) => { if (allowed) this.#findMe(); });
  }

  /// The city's local time now.
  now() {
    return laterBy(this.city.time, (Date.now() - this.began) / 60_000);
  }

  // The address of the page holds the question, so that it can be shared and gone back to.

  #readAddress() {
    const question = questionIn(location.search, this.city);
    this.by = question.by ?? this.by;
    if (question.passes) this.passes = question.passes;
    this.depart = question.depart ?? null;
    this.from = question.from;
    this.to = question.to;
    if (!this.to) return this.home();
    this.#name('to');
    if (!this.from) return this.#askStart();
    this.#name('from');
    this.plan();
  }

  #writeAddress({ push = false } = {}) {
    const address = addressOf(this);
    if (address === location.pathname + location.search) return;
    history[push ? 'pushState' : 'replaceState'](null, '', address);
  }

  /// A shared link has no words for its ends: asks what is there.
  async #name(end) {
    const place = this[end];
    if (!place || place.named) return;
    try {
      const found = await api.doors(Array.isArray(place.query) ? place.query.join(',') : place.query, `name-${end}`);
      if (this[end] !== place) return;
      Object.assign(place, { label: found.label ?? place.label, position: found.position ?? place.position, named: true, nameless: true });
      this.#keepLast();
      if (this.view === 'journey') this.render();
    } catch {
      // The question itself will say what is wrong with it.
    }
  }

  // Views.

  home() {
    abandon('door');
    this.#stopFollowing();
    Object.assign(this, { view: 'home', from: this.mine ?? null, to: null, list: [], failure: null, helps: [] });
    draw(this.map, [], 0, {});
    this.#writeAddress();
    this.search.set('');
    this.search.setHint('search.to');
    this.render();
  }

  render() {
    const views = { home: () => this.#home(), place: () => this.#place(), start: () => this.#start(), journey: () => this.#journey(), near: () => this.#near(), report: () => this.#report() };
    byId('ends').hidden = this.view !== 'journey';
    byId('search').hidden = this.view === 'journey' || this.view === 'follow';
    document.body.dataset.view = this.view;
    this.#ends();
    views[this.view]?.();
  }

  #home() {
    const last = remembered('last');
    this.sheet.show('peek', home({
      city: this.city, last, near: (kind) => this.#openNear(kind), goTo: (place) => this.goTo(place), resume: () => this.#resume(last),
    }));
  }

  #resume(last) {
    Object.assign(this, { from: last.from, to: last.to, by: last.by, depart: null, view: 'journey' });
    if (navigator.onLine === false) return this.#showLast(last);
    this.plan({ push: true });
  }

  #showLast(last) {
    Object.assign(this, { list: last.list, chosen: 0, failure: null, stale: true, view: 'journey' });
    this.#drawJourney({ fit: true });
    this.render();
  }

  // A place: tapped or found.

  #tapped({ position, thing }) {
    if (this.picker.isOpen || this.view === 'follow') return false;
    if (this.view === 'start') {
      this.#startAt(thing ? placeOfThing(thing, position) : spot(position));
      return true;
    }
    if (this.view === 'journey' && !thing) return false;
    if (thing?.what === 'closure') return false;
    this.openPlace(thing && thing.what !== 'street' ? placeOfThing(thing, position) : spot(position, thing));
    return true;
  }

  async openPlace(place, { look = false } = {}) {
    Object.assign(this, { view: 'place', place, doors: null });
    this.#stopFollowing();
    draw(this.map, [], 0, {});
    if (place.position) this.map.put('marks', [point(place.position, { icon: 'picked', anchor: 'bottom' })]);
    this.render();
    announce(place.label);
    if (look && place.position) this.map.look(place.position, { zoom: 17.5 });
    try {
      const found = await api.doors(Array.isArray(place.query) ? place.query.join(',') : place.query);
      if (this.place !== place || this.view !== 'place') return;
      this.doors = found.doors ?? [];
      if (!place.position && found.position) {
        place.position = found.position;
        this.map.put('marks', [point(place.position, { icon: 'picked', anchor: 'bottom' })]);
        this.map.look(place.position, { zoom: 17.5 });
      }
      if (this.doors.length === 1 || place.label === place.query) place.label = betterLabel(place, found);
      this.render();
    } catch (error) {
      if (isAbandoned(error) || this.place !== place) return;
      if (error.status === 422 || error.status === 404) toast(error.message, { tone: 'warn' });
    }
  }

  #place() {
    this.sheet.show('peek', placeCard({
      place: this.place, doors: this.doors, go: () => this.goTo(this.place), from: () => this.#startAt(this.place),
      report: () => this.#openReport({ position: this.place.position, label: this.place.label, object: elementId(this.place.query) }),
      leave: () => this.home(), chooseDoor: (door) => this.goTo(this.#doorOf(door)),
    }));
  }

  #doorOf(door) {
    return { query: door.id ?? door.position, label: [this.place.label, door.label].filter(Boolean).join(' '), position: door.position, drawing: 'door', named: true };
  }

  #found(place) {
    if (this.view === 'start') return this.#startAt(place);
    if (this.editing === 'from') return this.#startAt(place);
    if (this.editing === 'to') return this.goTo(place);
    this.search.set(place.label);
    this.openPlace(place, { look: true });
  }

  #searchExtras() {
    const start = this.view === 'start' || this.editing === 'from';
    return [
      start && { drawing: 'locate', label: t('search.mine'), act: () => this.#startHere() },
      { drawing: 'pointer', label: t('search.pick'), act: () => this.#pick(start ? 'from' : 'to') },
    ].filter(Boolean);
  }

  #pick(end) {
    const before = this.view;
    byId('search').hidden = true;
    byId('ends').hidden = true;
    this.picker.open(t(end === 'from' ? 'search.from' : 'page.rider'), {
      done: (position, thing) => {
        const place = thing && thing.what !== 'closure' ? placeOfThing(thing, position) : spot(position);
        if (end === 'from') this.#startAt(place);
        else if (this.from && this.editing) this.goTo(place);
        else this.openPlace(place);
      },
      leave: () => { this.view = before; this.editing = null; this.render(); },
    });
  }

  // The start.

  async goTo(place) {
    this.to = place;
    this.editing = null;
    this.search.set('');
    if (place.label) rememberGoal({ query: place.query, label: place.label, detail: place.detail, position: place.position });
    this.from ??= this.mine ?? null;
    if (this.from) return this.plan({ push: true });
    this.#askStart();
    if (await isAllowed() && this.view === 'start') this.#startHere();
  }

  #askStart(failure = null) {
    Object.assign(this, { view: 'start', startFailure: failure });
    this.search.setHint('search.from');
    if (this.to?.position) this.map.put('marks', [point(this.to.position, { icon: 'goal', anchor: 'bottom' })]);
    this.render();
    this.sheet.focus();
  }

  #start() {
    this.sheet.show('peek', startView({
      goal: this.to, failure: this.startFailure, leave: () => this.home(),
      choices: [
        { drawing: 'locate', label: t('search.mine'), act: () => this.#startHere() },
        { drawing: 'search', label: t('search.from'), act: () => { this.search.input.focus(); } },
        { drawing: 'pointer', label: t('search.pick'), act: () => this.#pick('from') },
      ],
    }));
  }

  #startAt(place) {
    this.from = place;
    this.editing = null;
    this.search.set('');
    if (this.to) return this.plan({ push: true });
    this.view = 'home';
    this.search.setHint('search.to');
    if (place.position) this.map.put('marks', [point(place.position, { icon: 'start' })]);
    this.render();
    this.search.input.focus();
  }

  async #startHere() {
    toast(t('here.asking'), { seconds: 3 });
    const mine = await this.#findMe();
    if (!mine) return this.#askStart(t('here.denied'));
    if (!this.#inside(mine.position)) return this.#askStart(t('map.outside'));
    this.#startAt(mine);
  }

  #inside([x, y]) {
    const [west, south, east, north] = this.city.bounds;
    return x >= west && x <= east && y >= south && y <= north;
  }

  async #findMe() {
    const fix = await whereAmI();
    if (!fix) return null;
    this.map.put('me', [point(fix.position, {})]);
    const place = { query: fix.position, label: t('here'), position: fix.position, mine: true, named: true };
    if (this.#inside(fix.position)) this.mine = place;
    return place;
  }

  async #locate() {
    const mine = await this.#findMe();
    if (!mine) return toast(t('here.denied'), { tone: 'warn' });
    if (!this.#inside(mine.position)) return toast(t('map.outside'), { tone: 'warn' });
    this.map.look(mine.position, { zoom: 16.5 });
  }

  // The journey.

  #question(changes = {}) {
    const { from, to } = this;
    return {
      from: from.query, to: to.query, by: this.by, pass: this.passes, alternatives: 2, geometry: true,
      ...(this.depart ? { depart: this.depart } : {}), ...changes,
    };
  }

  /// Asks for the journey and shows it; `quiet` keeps what is shown until the answer has come.
  async plan({ push = false, quiet = false } = {}) {
    if (!quiet) Object.assign(this, { view: 'journey', list: [], chosen: 0, failure: null, helps: [], looking: true, stale: false });
    this.#writeAddress({ push });
    if (!quiet) this.render();
    const before = this.list[0];
    try {
      const answer = await api.door(this.#question());
      this.#answered(answer, { quiet, before });
    } catch (error) {
      if (isAbandoned(error)) return;
      const last = remembered('last');
      Object.assign(this, { looking: false, failure: error });
      if (navigator.onLine === false && last && last.to.label === this.to.label) return this.#showLast(last);
      if (!quiet || this.view === 'journey') this.render();
    }
  }

  #answered(answer, { quiet, before }) {
    const reached = answer.status !== 'unreachable';
    Object.assign(this, {
      looking: false, stale: false, failure: null, chosen: 0, helps: [], list: [answer, ...(answer.alternatives ?? [])],
    });
    if (reached) this.#keepLast();
    this.#drawJourney({ fit: !quiet });
    if (this.view === 'follow') this.#continueFollowing();
    else this.render();
    if (!reached) {
      announce(`${t('journey.unreachable')}. ${answer.reason ?? ''}`);
      this.#lookForHelp(answer);
    } else if (!quiet) {
      announce(t('journey.summary', { by: t(`mode.${this.by}`), duration: duration(answer.duration), time: clock(answer.arrival), door: goalName(answer, this.to.label) }));
    }
    if (quiet && differs(before, answer)) {
      toast(reached ? t('journey.changed', { duration: duration(answer.duration), time: clock(answer.arrival) }) : t('journey.changed.not'), { tone: 'warn', seconds: 10 });
    }
  }

  /// Keeps the journey for a time without network.
  #keepLast() {
    if (this.list[0] && this.list[0].status !== 'unreachable') remember('last', { from: this.from, to: this.to, by: this.by, list: this.list });
  }

  #drawJourney({ fit }) {
    const journey = this.list[this.chosen];
    const reached = journey?.status !== 'unreachable';
    draw(this.map, reached ? this.list : [], this.chosen, { from: this.from?.position, to: this.to?.position, near: journey?.nearestReachable });
    if (!fit) return;
    const positions = reached ? extent(journey) : [this.from?.position, this.to?.position].filter(Boolean);
    requestAnimationFrame(() => this.map.fit(positions));
  }

  #journey() {
    const journey = this.list[this.chosen];
    const modes = choice('journey.by', 'by', this.city.modes.map((mode) => [mode, `mode.${mode}`]), this.by, (mode) => this.#setMode(mode), { hideTitle: true, drawing: (mode) => mode });
    const state = this.sheet.state === 'full' ? 'full' : 'peek';
    if (this.looking) return this.sheet.show(state, el('div', { 'data-peek': true }, modes, waiting(t('journey.looking'))));
    if (this.failure && !journey) return this.sheet.show(state, el('div', { 'data-peek': true }, modes, failureBox(this.failure, () => this.plan())), this.#options());
    if (journey.status === 'unreachable') return this.sheet.show(state, el('div', { 'data-peek': true }, modes, this.#unreachable(journey)), this.#options());
    this.sheet.show(state,
      el('div', { 'data-peek': true }, modes, hero(journey, this.#goal(journey)),
        this.stale && el('p', { class: 'note' }, icon('alert'), t('journey.offline')),
        el('div', { class: 'actions' },
          el('button', { type: 'button', class: 'button primary grow', 'data-key': 'start', onclick: () => this.#startFollowing() }, icon('go'), t('journey.start')),
          el('button', { type: 'button', class: 'button', 'data-key': 'share', onclick: () => this.#share() }, icon('share', 22), t('journey.share')))),
      this.#options(),
      el('section', {}, el('h3', {}, t('journey.gates')), gateList(journey, (position) => this.map.look(position, { zoom: 18 }))),
      doubtList(journey),
      alternatives(this.list, this.chosen, (index) => this.#choose(index)),
      stepList(journey, (step) => this.#showStep(step)),
      el('button', { type: 'button', class: 'button wide', onclick: () => this.#openReport({ position: journey.door?.position ?? this.to.position ?? extent(journey).at(-1), label: this.#goal(journey), object: journey.door?.id }) }, icon('flag', 20), t('journey.report')));
  }

  /// The goal in full: what was asked for, and the door where that says more.
  #goal(journey) {
    const asked = this.to.label || null;
    const door = journey.door?.label ?? null;
    const compound = journey.gates.findLast((gate) => gate.passage === 'enters')?.compound ?? null;
    // Where the goal is a door, compound and door say it in the reader's language; what was asked for may not.
    const enough = compound && door && (this.to.drawing === 'door' || this.to.nameless);
    const parts = [compound, enough ? null : asked, door].filter(Boolean);
    // A part that another holds already would only repeat it.
    const said = parts.filter((part, index) => !parts.some((other, at) => at !== index
      && (squeezed(other).includes(squeezed(part)) && (squeezed(other) !== squeezed(part) || at < index))));
    return said.join(' · ') || t('journey.goal');
  }

  #unreachable(journey) {
    return [
      el('div', { class: 'note warn', role: 'alert' }, icon('alert', 28), el('div', { class: 'grow' },
        el('h2', {}, t('journey.unreachable')), journey.reason && el('p', {}, journey.reason))),
      el('div', { class: 'actions column' },
        this.helps.map((help, index) => el('button', { type: 'button', class: 'button primary wide', 'data-key': `help-${index}`, onclick: help.act }, icon(help.drawing), help.label)),
        journey.nearestReachable && el('button', {
          type: 'button', class: 'button wide', 'data-key': 'near',
          onclick: () => this.goTo({ ...spot(journey.nearestReachable), label: `${t('spot')} · ${this.to.label}` }),
        }, icon('park'), t('journey.near'))),
    ];
  }

  /// Asks what would help: a pass that gates ask for, walking, or leaving when the gate opens.
  async #lookForHelp(answer) {
    const key = JSON.stringify(this.#question());
    const ideas = this.#ideas(answer);
    const found = await Promise.all(ideas.map(async (idea) => {
      try {
        const journey = await api.door(this.#question({ ...idea.change, alternatives: 0, geometry: false }), `help-${idea.drawing}-${idea.name}`);
        return journey.status === 'unreachable' ? null : { ...idea, label: idea.words(duration(journey.duration)) };
      } catch {
        return null;
      }
    }));
    if (key !== JSON.stringify(this.#question()) || this.view !== 'journey') return;
    this.helps = found.filter(Boolean).slice(0, 3);
    this.render();
    if (this.helps.length) announce(this.helps.map(({ label }) => label).join('. '));
  }

  #ideas(answer) {
    const passes = ['badge', 'visitor', 'code', 'permit'].filter((pass) => (this.city.passesAsked ?? this.city.passes).includes(pass) && !this.passes.includes(pass));
    const ideas = passes.map((pass) => ({
      name: pass, drawing: 'badge', change: { pass: [...this.passes, pass] },
      words: (length) => t('journey.with', { pass: passName(pass), duration: length }),
      act: () => this.#setPasses([...this.passes, pass]),
    }));
    if (this.by !== 'foot') {
      ideas.push({ name: 'foot', drawing: 'foot', change: { by: 'foot' }, words: (length) => t('journey.on', { by: t('mode.foot'), duration: length }), act: () => this.#setMode('foot') });
    }
    const date = answer.reason?.match(/\b(\d{4}-\d\d-\d\d)[ T]\d\d:\d\d/)?.[1];
    const hour = answer.reason?.match(/\b([01]?\d|2[0-3]):[0-5]\d\b/)?.[0]?.padStart(5, '0');
    if (hour) {
      const begin = answer.departure ?? this.now();
      const same = `${date ?? begin.slice(0, 10)}T${hour}`;
      const when = same > begin || date ? same : laterBy(same, 24 * 60);
      ideas.unshift({ name: 'at', drawing: 'clock', change: { depart: when }, words: (length) => t('journey.at', { time: clock(when, begin), duration: length }), act: () => this.#setDeparture(when) });
    }
    return ideas;
  }

  #options() {
    const later = this.depart !== null;
    return el('details', { class: 'options', open: this.optionsOpen, ontoggle: (event) => { this.optionsOpen = event.target.open; } },
      el('summary', { 'data-key': 'options' }, icon('badge'), el('span', { class: 'grow' },
        el('span', { class: 'row-label' }, this.passes.length ? this.passes.map(passName).join(' · ') : t('option.nopass')),
        el('span', { class: 'detail' }, later ? clock(this.depart, this.now()) : `${t('option.depart')} · ${t('option.now')}`)),
      el('span', { class: 'link' }, t('journey.change'))),
      el('fieldset', { class: 'choice' }, el('legend', {}, t('option.pass')),
        el('div', { class: 'chips' }, (this.city.passesAsked ?? this.city.passes).map((pass) => el('label', { class: 'chip check' },
          el('input', { type: 'checkbox', checked: this.passes.includes(pass), 'data-key': `pass-${pass}`, onchange: (event) => this.#togglePass(pass, event.target.checked) }),
          el('span', { class: 'chip-face' }, icon('check', 18), passName(pass)))))),
      choice('option.depart', 'depart', [['now', 'option.now'], ['later', 'option.later']], later ? 'later' : 'now', (value) => this.#setDeparture(value === 'now' ? null : laterBy(this.now(), 30))),
      later && el('div', { class: 'field' }, el('label', { for: 'depart' }, t('option.when')),
        el('input', { id: 'depart', type: 'datetime-local', value: this.depart.slice(0, 16), 'data-key': 'depart', onchange: (event) => event.target.value && this.#setDeparture(event.target.value) })));
  }

  #setMode(mode) {
    this.by = mode;
    remember('by', mode);
    this.plan();
  }

  #togglePass(pass, held) {
    this.#setPasses(held ? [...this.passes, pass] : this.passes.filter((other) => other !== pass));
  }

  #setPasses(passes) {
    this.passes = passes;
    remember('passes', passes);
    this.plan();
  }

  #setDeparture(when) {
    this.depart = when;
    this.plan();
  }

  #choose(index) {
    this.chosen = index;
    this.#drawJourney({ fit: true });
    this.render();
    announce(t('journey.way', { n: index + 1 }));
  }

  #showStep(step) {
    this.map.look(step.location, { zoom: 18 });
    if (!this.sheet.isColumn()) this.sheet.set('peek');
  }

  async #share() {
    const link = new URL(addressOf(this), location.origin).href;
    try {
      if (navigator.share) return await navigator.share({ title: t('name'), text: this.to.label, url: link });
      await navigator.clipboard.writeText(link);
      toast(t('journey.shared'), { tone: 'good' });
    } catch (error) {
      if (error.name !== 'AbortError') toast(t('journey.share.not'), { tone: 'warn' });
    }
  }

  // The two ends, above the map.

  #ends() {
    if (this.view !== 'journey') return;
    const { door } = this.list[0] ?? {};
    const line = (end, label) => el('button', {
      type: 'button', class: `end end-${end}`, 'data-key': `end-${end}`, onclick: () => this.#edit(end),
      'aria-label': `${t(`journey.${end}`)}: ${label}. ${t('journey.change')}`,
    }, el('span', { class: end === 'to' ? 'door-mark' : 'start-mark' }, end === 'to' ? icon('door', 22) : null), el('span', { class: 'end-label' }, label));
    show(byId('ends'),
      el('button', { type: 'button', class: 'round quiet', 'aria-label': t('journey.leave'), 'data-key': 'leave-journey', onclick: () => this.home() }, icon('back')),
      el('div', { class: 'grow end-lines' }, line('from', this.from?.label || t('spot')), line('to', door ? this.#goal(this.list[0]) : this.to?.label || t('journey.goal'))),
      el('button', { type: 'button', class: 'round quiet', 'aria-label': t('journey.swap'), 'data-key': 'swap', onclick: () => this.#swap() }, icon('swap')));
  }

  #edit(end) {
    this.editing = end;
    byId('ends').hidden = true;
    byId('search').hidden = false;
    this.search.setHint(`search.${end}`);
    this.search.set('');
    this.search.input.focus();
    this.search.open();
  }

  #swap() {
    [this.from, this.to] = [this.to, this.from];
    this.plan();
  }

  #escape(event) {
    if (event.defaultPrevented || byId('menu').open) return;
    if (this.editing) {
      this.editing = null;
      return this.render();
    }
    if (this.view === 'follow') return this.#stopFollowing({ show: true });
    if (this.view !== 'home' && !this.picker.isOpen) this.home();
  }

  // Places of a kind nearby.

  async #openNear(kind) {
    const origin = this.mine?.position ?? this.map.centre();
    Object.assign(this, { view: 'near', near: { kind, origin, mine: Boolean(this.mine), answer: null, failure: null } });
    this.render();
    const asked = this.near;
    try {
      const by = this.by === 'car' || this.by === 'motorcycle' ? 'ebike' : this.by;
      asked.answer = await api.nearest({ kind, from: coordinates(origin), by, count: 6, pass: this.passes.join(',') || null });
      announce(t('search.count', { n: asked.answer.places.length }));
      this.map.put('marks', asked.answer.places.map((place) => point(place.position, { icon: `place-${kind}`, label: place.name ?? '' })));
      this.map.fit([origin, ...asked.answer.places.map((place) => place.position)], { zoom: 16.5 });
    } catch (error) {
      if (isAbandoned(error)) return;
      asked.failure = error;
    }
    if (this.near === asked && this.view === 'near') this.render();
  }

  #near() {
    const { kind, mine, answer, failure } = this.near;
    this.sheet.show('half', nearView({
      kind, origin: t(mine ? 'near.from.mine' : 'near.from.centre'), answer, failure, again: () => this.#openNear(kind), leave: () => this.home(),
      choose: (place) => this.openPlace({
        query: place.id ?? place.position, label: place.name ?? t('thing.place'), detail: place.hours, position: place.position, named: true,
        thing: null, words: { drawing: 'place', facts: [['fact.hours', place.hours]] },
      }, { look: true }),
    }));
  }

  // Reports.

  #openReport(place) {
    if (!place.position) return;
    this.report = { place, draft: {}, back: this.view };
    this.view = 'report';
    this.render();
    this.sheet.focus();
  }

  #report() {
    const { place, draft, back } = this.report;
    const leave = () => { this.view = back; this.render(); };
    this.sheet.show('full', reportForm({
      place, draft, leave,
      pick: () => this.picker.open(t('report.where'), {
        done: (position, thing) => {
          this.report.place = { position: thing?.position ?? position, object: thing?.id ?? undefined, label: thing ? placeOfThing(thing, position).label : undefined };
          this.render();
        },
        leave: () => this.render(),
      }),
    }));
  }

  // Following.

  #startFollowing() {
    this.view = 'follow';
    this.progress = new Progress(this.list[this.chosen]);
    this.fixed = false;
    this.map.put('others', []);
    this.render();
    this.#guide(this.progress.track.ahead(0));
    const first = this.progress.track.path[0];
    if (first) this.map.look(first, { zoom: 17.8, low: true });
    this.stopWatch = follow((fix) => this.#fix(fix), () => { if (!this.fixed && this.view === 'follow') toast(t('here.denied'), { tone: 'warn' }); });
    navigator.wakeLock?.request('screen').then((lock) => { this.wake = lock; }, () => {});
  }

  #continueFollowing() {
    if (this.list[this.chosen].status === 'unreachable') return this.#stopFollowing({ show: true });
    this.progress = new Progress(this.list[this.chosen]);
    this.#guide(this.progress.track.ahead(0));
  }

  #fix(fix) {
    if (this.view !== 'follow') return;
    this.fixed = true;
    const verdict = this.progress.fix(fix);
    const course = fix.heading ?? verdict.course;
    this.map.put('me', [point(fix.position, { rotate: course })]);
    this.map.look(fix.position, { zoom: 17.8, bearing: course, low: true });
    if (verdict.arrived) return this.#arrived();
    if (verdict.off) {
      this.progress.astray = 0;
      this.from = { query: fix.position, label: t('here'), position: fix.position, mine: true, named: true };
      toast(t('follow.off'), { tone: 'warn' });
      return this.plan({ quiet: true });
    }
    this.#guide(verdict);
  }

  #guide({ step, metres, left, index }) {
    if (!step) return;
    const journey = this.list[this.chosen];
    if (this.guided !== index) announce(step.sentence);
    this.guided = index;
    byId('guide').hidden = false;
    show(byId('guide'), icon(stepDrawing(step), 44), el('div', { class: 'grow' },
      el('p', { class: 'guide-far' }, t('follow.to', { distance: distance(metres) })), el('p', { class: 'guide-step' }, step.sentence)));
    const rest = stepsOf(journey).slice(index + 1, index + 4);
    this.sheet.show('peek',
      el('div', { 'data-peek': true, class: 'following' },
        el('div', { class: 'grow' }, el('p', { class: 'hero-time' }, duration(left.seconds)), el('p', { class: 'detail' }, `${distance(left.metres)} · ${t('journey.arrive', { time: clock(journey.arrival) })}`),
          el('p', { class: 'hero-door' }, el('span', { class: 'door-mark' }, icon('door', 26)), el('strong', {}, this.#goal(journey)))),
        el('button', { type: 'button', class: 'button danger', 'data-key': 'stop', onclick: () => this.#stopFollowing({ show: true }) }, t('journey.stop'))),
      el('ol', { class: 'rows' }, rest.map((each) => el('li', { class: 'row' }, el('span', { class: 'row-icon' }, icon(stepDrawing(each), 28)), el('span', { class: 'grow row-label' }, each.sentence)))));
  }

  #arrived() {
    const journey = this.list[this.chosen];
    this.#stopFollowing({ show: true });
    const words = t('follow.arrived', { door: this.#goal(journey) });
    announce(words);
    // The door in large letters, until the rider goes on.
    byId('guide').hidden = false;
    show(byId('guide'), icon('door', 44), el('p', { class: 'guide-door grow' }, words));
  }

  #stopFollowing({ show: shown = false } = {}) {
    this.stopWatch?.();
    this.wake?.release().catch(() => {});
    Object.assign(this, { stopWatch: null, wake: null, progress: null, guided: null });
    byId('guide').hidden = true;
    if (!shown) return;
    this.view = 'journey';
    this.#drawJourney({ fit: true });
    this.render();
  }

  // What changes meanwhile.

  #changed(event, closure) {
    if (!event) return;
    if (event.kind === 'closure.added' && closure) announce(t('closures.added', { what: whatIsClosed(closure), reason: closure.reason ?? '' }));
    if ((this.view === 'journey' || this.view === 'follow') && this.from && this.to && !this.looking) this.plan({ quiet: true });
  }

  #inLanguage() {
    if (this.mine) this.mine.label = t('here');
    if (this.from?.mine) this.from.label = t('here');
    this.search.setHint(this.search.hint);
    // The journey's sentences come from the server, so they are asked for again.
    if (this.view === 'journey' && this.from && this.to) {
      this.render();
      this.plan({ quiet: true });
    } else if (!this.picker.isOpen) {
      this.render();
    } else {
      this.picker.render();
    }
  }
}

const squeezed = (text) => text.replaceAll(/\s/g, '').toLowerCase();

const elementId = (query) => (typeof query === 'string' && /^(node|way|relation)\/\d+$/.test(query) ? query : undefined);

/// A spot on the map, named by the street that was tapped where there is one.
function spot(position, thing = null) {
  const street = thing?.what === 'street' ? placeOfThing(thing, position).label : null;
  return { query: position, label: street ?? t('spot'), detail: coordinates(position), position, drawing: 'pointer', named: true };
}

/// The server's label of a single door says more than the number on the map.
const betterLabel = (place, found) => (found.label && (place.label === place.query || found.label.length > place.label.length) ? found.label : place.label);

function differs(before, after) {
  if (!before) return true;
  return before.status !== after.status || Math.abs((before.duration ?? 0) - (after.duration ?? 0)) > 15
    || JSON.stringify(before.gates?.map(({ id }) => id)) !== JSON.stringify(after.gates?.map(({ id }) => id));
}

openShell();
openCity((city) => new RiderPage(city));

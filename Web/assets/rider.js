// The rider's page: a goal, a start, the journey between them, and the way along it.
import { abandon, api, isAbandoned } from './api.js';
import { announce, byId, el, show, spread, toast } from './dom.js';
import { asked, civilTime, clock, duration } from './format.js';
import { Guidance } from './guidance.js';
import { icon } from './icons.js';
import { goalName } from './journey.js';
import { findHelp, goalOf, journeyCard, showEnds } from './journeycard.js';
import { draw, extent } from './journeymap.js';
import { isAllowed } from './locate.js';
import { CityMap, point } from './map.js';
import { ChosenPlace } from './chosenplace.js';
import { concerns } from './concern.js';
import { Closures, sentenceOf } from './closures.js';
import { Picker } from './picker.js';
import { Report } from './report.js';
import { Nearby } from './nearby.js';
import { home, startView } from './riderviews.js';
import { openCity } from './open.js';
import { Search } from './search.js';
import { attribution, mapTools, openShell } from './shell.js';
import { Sheet } from './sheet.js';
import { remember, rememberGoal, remembered } from './store.js';
import { placeOfThing, spot } from './things.js';
import { onLanguage, t } from './text.js';
import { addressOf, questionIn, share } from './share.js';
import { Whereabouts } from './whereabouts.js';

class RiderPage {
  constructor(city) {
    this.city = city;
    this.by = remembered('by', city.modes.includes('ebike') ? 'ebike' : city.modes[0]);
    this.passes = remembered('passes', []).filter((pass) => city.passes.includes(pass));
    Object.assign(this, { from: null, to: null, depart: null, list: [], chosen: 0, failure: null, view: 'home', helps: [], guidance: null, arrival: false });
    this.map = new CityMap(city);
    this.whereabouts = new Whereabouts(this.map, city);
    this.sheet = new Sheet(() => this.picker?.place());
    this.picker = new Picker(this.map, this.sheet);
    this.search = new Search({
      city, near: () => this.map.centre(), choose: (place) => this.#found(place), extras: () => this.#searchExtras(),
    });
    this.map.onTap((tap) => this.#tapped(tap));
    mapTools(this.map, { locate: () => this.whereabouts.look() });
    attribution(city);
    this.lookAgain = spread(() => this.#lookAgain());
    this.closures = new Closures(this.map, (event, closure) => this.#changed(event, closure));
    onLanguage(() => this.#inLanguage());
    addEventListener('popstate', () => this.#readAddress());
    document.addEventListener('keydown', (event) => { if (event.key === 'Escape') this.#escape(event); });
    this.#readAddress();
    isAllowed().then((allowed) => { if (allowed) this.whereabouts.find(); });
  }

  /// The city's local time now, or in some minutes.
  now(minutes = 0) {
    return civilTime(Date.now() + minutes * 60_000, this.city.timeZone);
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
      const found = await api.doors(asked(place), `name-${end}`);
      if (this[end] !== place) return;
      Object.assign(place, { label: found.label ?? place.label, position: found.position ?? place.position, named: true, nameless: true });
      this.#keepLast();
      if (this.view === 'journey') this.refresh();
    } catch {
      // The question itself will say what is wrong with it.
    }
  }

  // Views.

  home() {
    abandon('door');
    Object.assign(this, { view: 'home', from: this.whereabouts.last, to: null, depart: null, list: [], failure: null, helps: [], looking: null });
    draw(this.map, [], 0, {});
    this.#writeAddress();
    this.search.set('');
    this.search.setHint('search.to');
    this.render();
  }

  render() {
    // Whichever way leads out of following, the watch over the position ends.
    if (this.view !== 'follow') this.#endGuidance();
    const views = {
      home: () => this.#home(), place: () => this.place.show(), start: () => this.#start(), journey: () => this.#journey(),
      follow: () => this.guidance.render(), near: () => this.near.show(), report: () => this.report.show(),
    };
    this.#showView();
    views[this.view]();
  }

  #showView() {
    byId('ends').hidden = this.view !== 'journey';
    byId('search').hidden = this.view === 'journey' || this.view === 'follow';
    document.body.dataset.view = this.view;
  }

  /// Shows what has changed, where nobody is choosing a point.
  refresh() {
    if (!this.picker.isOpen) this.render();
  }

  #home() {
    const last = remembered('last');
    this.sheet.show('home', 'peek', home({
      city: this.city, last, near: (kind) => this.#openNear(kind), goTo: (place) => this.goTo(place), resume: () => this.#resume(last),
    }));
  }

  #openNear(kind) {
    Object.assign(this, { view: 'near', near: new Nearby(this, kind) });
    this.near.ask();
  }

  #resume(last) {
    Object.assign(this, { from: last.from, to: last.to, by: last.by, depart: null });
    if (navigator.onLine === false) return this.#showLast(last);
    this.#setOut();
  }

  #showLast(last) {
    Object.assign(this, { list: last.list, chosen: 0, failure: null, looking: null, stale: true, view: 'journey' });
    this.#drawJourney({ fit: true });
    this.render();
  }

  // A place: tapped or found.

  #tapped({ position, thing }) {
    if (this.picker.isOpen || this.view === 'follow') return false;
    if (this.view === 'start') {
      this.startAt(thing ? placeOfThing(thing, position) : spot(position));
      return true;
    }
    if (this.view === 'journey' && !thing) return false;
    if (thing?.what === 'closure') return false;
    this.openPlace(thing && thing.what !== 'street' ? placeOfThing(thing, position) : spot(position, thing));
    return true;
  }

  openPlace(place, { look = false } = {}) {
    abandon('door');
    Object.assign(this, { view: 'place', place: new ChosenPlace(this, place), looking: null });
    draw(this.map, [], 0, {});
    this.place.open({ look });
  }

  #found(place) {
    if (this.view === 'start') return this.startAt(place);
    if (this.editing === 'from') return this.startAt(place);
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
        if (end === 'from') this.startAt(place);
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
    this.from ??= this.whereabouts.last;
    if (this.from) return this.#setOut();
    this.#askStart();
    if (await isAllowed() && this.view === 'start') this.#startHere();
  }

  /// As near to what cannot be reached as one gets.
  goNear(position) {
    this.goTo({ ...spot(position), label: `${t('spot')} · ${this.to.label}` });
  }

  /// Plans from the start; one that is where the rider is has moved since.
  #setOut() {
    if (this.from.mine) this.#startHere();
    else this.plan({ push: true });
  }

  #askStart(failure = null) {
    Object.assign(this, { view: 'start', startFailure: failure });
    this.search.setHint('search.from');
    if (this.to?.position) this.map.put('marks', [point(this.to.position, { icon: 'goal', anchor: 'bottom' })]);
    this.render();
    this.sheet.focus();
  }

  #start() {
    this.sheet.show('start', 'peek', startView({
      goal: this.to, failure: this.startFailure, leave: () => this.home(),
      choices: [
        { drawing: 'locate', label: t('search.mine'), act: () => this.#startHere() },
        { drawing: 'search', label: t('search.from'), act: () => { this.search.input.focus(); } },
        { drawing: 'pointer', label: t('search.pick'), act: () => this.#pick('from') },
      ],
    }));
  }

  /// Starts at `place`, at once where the goal is known.
  startAt(place) {
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
    abandon('door');
    const { to } = this;
    this.#forget('here.asking');
    draw(this.map, [], 0, { to: to.position });
    this.render();
    const found = await this.whereabouts.find();
    if (this.to !== to || this.view !== 'journey' || this.looking !== 'here.asking') return;
    const mine = found ?? this.whereabouts.recent;
    if (!mine) return this.#askStart(t('here.denied'));
    if (!this.whereabouts.covers(mine)) return this.#askStart(t('map.outside'));
    this.startAt(mine);
  }

  // The journey.

  /// The question for the journey from start to goal, with some of it otherwise.
  question(changes = {}) {
    const { from, to } = this;
    return {
      from: from.query, to: to.query, by: this.by, pass: this.passes, alternatives: 2, geometry: true,
      ...(this.depart ? { depart: this.depart } : {}), ...changes,
    };
  }

  /// Asks for the journey and shows it; `quiet` keeps what is shown until the answer has come.
  async plan({ push = false, quiet = false } = {}) {
    if (!quiet) this.#forget('journey.looking');
    this.#writeAddress({ push });
    if (!quiet) this.render();
    try {
      this.#answered(await api.door(this.question()), { quiet });
    } catch (error) {
      if (isAbandoned(error)) return;
      const last = remembered('last');
      Object.assign(this, { looking: null, failure: error });
      if (this.view !== 'journey') return;
      if (navigator.onLine === false && last && last.to.label === this.to.label) return this.#showLast(last);
      this.refresh();
    }
  }

  /// Leaves the journey that was shown; `looking` says what is waited for instead.
  #forget(looking) {
    Object.assign(this, { view: 'journey', editing: null, list: [], chosen: 0, failure: null, helps: [], looking, stale: false, arrival: false });
  }

  #answered(answer, { quiet }) {
    const reached = answer.status !== 'unreachable';
    const { chosen } = this;
    const before = this.list[chosen];
    this.#take(answer);
    // Who chose another way than the fastest keeps it where it is still there.
    if (quiet && chosen > 0) this.chosen = Math.max(0, this.list.findIndex((each) => isSame(before, each)));
    this.#drawJourney({ fit: !quiet });
    if (this.view === 'journey') this.refresh();
    if (!reached) this.#lookForHelp(answer);
    else if (!quiet) {
      announce(t('journey.summary', { by: t(`mode.${this.by}`), duration: duration(answer.duration), time: clock(answer.arrival), door: goalName(answer, this.to.label) }));
    }
    if (quiet && differs(before, this.list[this.chosen])) this.#sayChanged(answer);
  }

  #take(answer) {
    Object.assign(this, { looking: null, stale: false, failure: null, chosen: 0, helps: [], list: [answer, ...(answer.alternatives ?? [])] });
    this.#keepLast();
  }

  #sayChanged(answer) {
    const words = answer.status === 'unreachable' ? t('journey.changed.not')
      : t('journey.changed', { duration: duration(answer.duration), time: clock(answer.arrival) });
    toast(words, { tone: 'warn', seconds: 10 });
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
    showEnds(this);
    this.sheet.show('journey', this.sheet.state === 'full' ? 'full' : 'peek', journeyCard(this));
  }

  goal(journey) {
    return goalOf(journey, this.to);
  }

  /// Says that there is no way, and looks for what would help.
  async #lookForHelp(answer) {
    announce(`${t('journey.unreachable')}. ${answer.reason ?? ''}`);
    const helps = await findHelp(this, answer);
    if (this.list[0] !== answer || this.view !== 'journey') return;
    this.helps = helps;
    this.refresh();
    if (helps.length) announce(helps.map(({ label }) => label).join('. '));
  }

  setMode(mode) {
    this.by = mode;
    remember('by', mode);
    // While the rider is looked for there is no start yet.
    if (this.looking !== 'here.asking') this.plan();
  }

  setPasses(passes) {
    this.passes = passes;
    remember('passes', passes);
    this.plan();
  }

  setDeparture(when) {
    this.depart = when;
    this.plan();
  }

  choose(index) {
    this.chosen = index;
    this.#drawJourney({ fit: true });
    this.render();
    announce(t('journey.way', { n: index + 1 }));
  }

  showStep(step) {
    this.map.look(step.location, { zoom: 18 });
    if (!this.sheet.isColumn()) this.sheet.set('peek');
  }

  share() {
    share(addressOf(this), this.to.label);
  }

  /// Asks for another start or goal.
  edit(end) {
    this.editing = end;
    byId('ends').hidden = true;
    byId('search').hidden = false;
    this.search.setHint(`search.${end}`);
    this.search.set('');
    this.search.input.focus();
    this.search.open();
  }

  swap() {
    if (this.looking === 'here.asking') return;
    [this.from, this.to] = [this.to, this.from];
    this.plan();
  }

  #escape(event) {
    if (event.defaultPrevented || event.isComposing || byId('menu').open) return;
    if (this.editing) {
      this.editing = null;
      return this.render();
    }
    if (this.view === 'follow') return this.stopFollowing();
    if (this.view !== 'home' && !this.picker.isOpen) this.home();
  }

  // Reports.

  openReport(place) {
    if (!place.position) return;
    this.report = new Report(this, place);
    this.view = 'report';
    this.render();
    this.sheet.focus();
  }

  // Following.

  startFollowing() {
    const outdated = abandon('door');
    Object.assign(this, { view: 'follow', arrival: false });
    this.map.put('others', []);
    this.guidance = new Guidance(this, this.list[this.chosen], { fastest: this.chosen === 0 });
    this.#showView();
    this.guidance.start();
    if (outdated) this.guidance.lookAgain();
  }

  stopFollowing() {
    this.view = 'journey';
    this.#drawJourney({ fit: true });
    this.render();
  }

  #endGuidance() {
    this.guidance?.stop();
    this.guidance = null;
    this.arrival &&= this.view === 'journey';
    // The door in large letters, until the rider goes on.
    byId('guide').hidden = !this.arrival;
    if (this.arrival) show(byId('guide'), icon('door', 44), el('p', { class: 'guide-door grow' }, this.#arrivalWords()));
  }

  #arrivalWords() {
    return t('follow.arrived', { door: this.goal(this.list[this.chosen]) });
  }

  /// Goes on along another journey, which begins at `here`: what was followed is lost, or `changed` for the better.
  takeOver(answer, here, { chosen = 0, changed = false } = {}) {
    if (here) this.from = here;
    this.#take(answer);
    this.chosen = chosen;
    this.#writeAddress();
    if (changed) this.#sayChanged(answer);
    if (answer.status === 'unreachable') {
      this.stopFollowing();
      this.#lookForHelp(answer);
      return;
    }
    this.#drawJourney({ fit: false });
    this.map.put('others', []);
    this.guidance.fastest = chosen === 0;
    this.guidance.take(this.list[chosen]);
  }

  arrived() {
    this.arrival = true;
    this.stopFollowing();
    announce(this.#arrivalWords());
  }

  // What changes meanwhile.

  #changed(event, closure) {
    if (!event || !this.#isPlanned()) return;
    const shown = this.view === 'follow' ? [this.list[this.chosen]] : this.list;
    if (closure && !concerns(event, closure, shown, this.by)) return;
    if (closure) announce(sentenceOf(event, closure).sentence);
    this.lookAgain();
  }

  /// Whether there is a journey that the rider looks at or comes back to.
  #isPlanned() {
    const view = this.view === 'report' ? this.report.back : this.view;
    return this.from && this.to && (view === 'journey' || view === 'follow');
  }

  #lookAgain() {
    if (!this.#isPlanned()) return;
    if (this.view === 'follow') return this.guidance.lookAgain();
    // What is asked for now may have been answered before the change.
    if (this.looking) this.lookAgain();
    else this.plan({ quiet: true });
  }

  #inLanguage() {
    if (this.whereabouts.last) this.whereabouts.last.label = t('here');
    if (this.from?.mine) this.from.label = t('here');
    this.search.setHint(this.search.hint);
    if (this.picker.isOpen) return this.picker.render();
    this.render();
    // The journey's sentences come from the server, so they are asked for again.
    if (this.view === 'follow') this.guidance.translate();
    else if (this.view === 'journey' && this.looking !== 'here.asking') this.plan({ quiet: true });
  }
}

const isSame = (before, after) => !differs(before, after) && Math.abs(before.distance - after.distance) < 5;

function differs(before, after) {
  if (!before) return true;
  return before.status !== after.status || Math.abs((before.duration ?? 0) - (after.duration ?? 0)) > 15
    || JSON.stringify(before.gates?.map(({ id }) => id)) !== JSON.stringify(after.gates?.map(({ id }) => id));
}

openShell();
openCity((city) => new RiderPage(city));

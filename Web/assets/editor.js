// The editor: gates and rules, doors, paths, lifts, walls, compounds, buildings, places; by mouse, thumb or keyboard; new
// ones, and what stands there already; tried before it is saved.
import { api } from './api.js';
import { announce, byId, debounce, el, toast } from './dom.js';
import { areaOf, crossing, lengthOf, ringOf } from './drawing.js';
import { coordinates, count, distance, metresBetween, typedPosition } from './format.js';
import { openDesk } from './desk.js';
import { changesOf, correctable, draftOf, form, kinds, numbered, problemOf, propertiesOf, redrawable, shapeOf, usualRule } from './editkinds.js';
import { Existing, doorsOf, pointsOf, thingWords } from './existing.js';
import { field, sending } from './fields.js';
import { gateSign, icon } from './icons.js';
import { point } from './map.js';
import { doorMarks, unitEdits, unitFields } from './numbering.js';
import { Preview } from './preview.js';
import { RuleTest } from './ruletest.js';
import { ruleDraft } from './ruleform.js';
import { choice } from './shell.js';
import { may, session } from './session.js';
import { nameOf } from './things.js';
import { has, onLanguage, t } from './text.js';

const drawings = { gate: 'gate', rule: 'badge', door: 'door', path: 'foot', lift: 'lift', wall: 'bar', compound: 'compound', building: 'office', place: 'place' };
/// What may change the journey of a rider, so that it can be tried.
const tried = ['gate', 'rule', 'door', 'path', 'lift', 'wall', 'compound'];

class EditorPage {
  constructor(desk) {
    const given = new URLSearchParams(location.search);
    Object.assign(this, { desk, what: null, isNew: true, points: [], target: null, gone: false, redraws: false, draft: null, why: '', saved: null, placeKinds: [], existing: new Existing(desk) });
    desk.mapFirst();
    desk.cross(true);
    this.preview = new Preview(desk, () => this.#edit());
    this.ruleTest = new RuleTest(desk, () => this.#edit());
    desk.map.onTap((tap) => this.#tapped(tap));
    desk.map.map?.on('idle', debounce(() => this.#lookAround(), 200));
    desk.listen((event) => { if (this.saved && (this.saved.ids.includes(event.edit) || event.kind === 'city.replaced')) this.#follow(); });
    onLanguage(() => this.#load());
    const at = given.get('at')?.split(',').map(Number);
    if (at?.length === 2 && at.every(Number.isFinite)) desk.map.look(at, { zoom: 18 });
    if (given.get('gate')) this.#chooseGate(given.get('gate'), at);
    else if (kinds.includes(given.get('what'))) this.#choose(given.get('what'));
    this.#load();
  }

  /// The rule of the gate that a link names, at `position` where it says that, too.
  async #chooseGate(id, position) {
    const at = position ?? (await api.gate(id).catch(() => null))?.position;
    if (!at) return this.#choose('rule');
    this.desk.map.look(at, { zoom: 18 });
    return this.#choose('rule', { target: { id, position: at, properties: {} } });
  }

  async #load() {
    this.placeKinds = (await api.kinds().catch(() => ({ kinds: [] }))).kinds;
    this.render();
  }

  // What.

  #choose(what, { target = null, isNew = what !== 'rule' } = {}) {
    Object.assign(this, { what, isNew, target: null, gone: false, redraws: false, points: [], draft: draftOf(what), saved: null });
    this.ruleTest.reset();
    this.preview.clear();
    this.existing.near = null;
    this.#lookAround();
    this.#mark();
    if (target) this.#take(target);
    this.render();
  }

  get #shape() {
    return shapeOf(this.what);
  }

  /// Whether something is taken from the map, instead of being drawn on it.
  get #picks() {
    return this.what === 'rule' || this.what && !this.isNew && !this.redraws;
  }

  /// Shows what can be taken where the map is now.
  async #lookAround() {
    if (!this.#picks || this.target) return;
    if (this.what === 'wall' && await this.existing.learn()) {
      if (!this.#picks || this.target) return;
      this.#mark();
    }
    this.#refreshList();
  }

  // Where.

  #tapped({ position, thing }) {
    if (!this.what || this.saved) return;
    if (this.what === 'rule') {
      if (thing?.what === 'gate' && thing.id) this.#take(thing);
      else return toast(t('editor.rule.miss'), { tone: 'warn' });
    } else if (this.#picks) {
      const found = this.existing.at(this.what, position);
      if (!found) return toast(t(`editor.miss.${this.what}`), { tone: 'warn' });
      this.#take(found);
      this.render();
      return byId('edit-form')?.scrollIntoView({ block: 'nearest' });
    } else {
      this.#place(position);
    }
    this.render();
  }

  /// Takes what is there, with what is known of it.
  #take(thing) {
    this.target = thing;
    this.points = [thing.position];
    Object.assign(this, { gone: false, redraws: false });
    announce(t(this.what === 'rule' ? 'editor.gate.taken' : 'editor.taken', { name: this.#nameOfTarget() }));
    if (this.what === 'rule') this.#takeRule(thing);
    else this.#takeKnown(thing);
    this.#mark();
  }

  /// The rule that the gate has now, so that nothing of it is lost by saving.
  async #takeRule(gate) {
    this.draft.rule = ruleDraft(null);
    this.draft.now = null;
    this.#suggest();
    const untouched = JSON.stringify(this.draft.rule);
    const facts = await api.gate(gate.id).catch(() => null);
    if (this.target !== gate) return;
    // A gate that a link names has no name from the map yet.
    if (facts) gate.properties = { compound: facts.compound?.name, name: facts.nameLocal, name_en: facts.nameEnglish, ...gate.properties };
    gate.mayEdit = facts?.mayEdit;
    if (JSON.stringify(this.draft.rule) !== untouched) return this.render();
    const { asEdit, asEditIsWhole, notInEdit } = facts?.rule ?? {};
    // Where the map says nothing of who may pass, the usual for such a gate is where the form begins.
    this.draft.rule = asEdit || facts?.rule.known !== false ? ruleDraft(asEdit) : usualRule(facts.kind?.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    if (asEdit) this.draft.now = asEditIsWhole ? t('editor.rule.now') : t('editor.rule.lost', { what: notInEdit.join(t('list.weak')) });
    return this.render();
  }

  async #takeKnown(thing) {
    this.draft = draftOf(this.what, thing);
    if (this.what === 'building') {
      const doors = await doorsOf(thing.id);
      if (this.target !== thing) return;
      this.draft.doors = doors.map(({ id, label, position }) => ({ id, label, position, unit: '' }));
      this.#mark();
      this.desk.map.fit([thing.position, ...doors.map(({ position }) => position)], { zoom: 19, extra: 60 });
      this.render();
    } else {
      this.desk.map.look(thing.position, { zoom: this.what === 'compound' ? 16 : Math.max(this.desk.map.map?.getZoom() ?? 17, 17.5) });
    }
  }

  /// A line or an outline gets a further point, all else its place.
  #place(position) {
    const rounded = position.map((value) => Number(value.toFixed(7)));
    this.points = this.#shape === 'point' ? [rounded] : [...this.points, rounded];
    this.#mark();
    this.preview.reset();
    this.ruleTest.reset();
    if (this.#shape === 'point') this.#suggest();
    announce(this.#crossing ? this.#crossingWords() : t('editor.placed', { at: coordinates(rounded) }));
  }

  #mark() {
    const { map } = this.desk;
    const shape = this.what && this.#shape;
    // The cross is for what is drawn, and for the ends of a journey that is tried.
    this.desk.cross(!this.#picks || this.what === 'rule');
    if (this.#picks) {
      const lines = this.target ? [this.target] : this.what === 'wall' ? this.existing.walls : [];
      map.take(['compound', 'building'].includes(this.what) ? this.target?.id : null);
      map.put('draft', lines.filter(({ geometry }) => geometry?.type.endsWith('LineString')).map(({ geometry }) => ({ type: 'Feature', geometry, properties: {} })));
      const doors = this.what === 'building' ? doorMarks(this.draft?.doors ?? []) : [];
      map.put('marks', [...doors, ...(this.target && !doors.length ? [point(this.target.position, { icon: 'picked', anchor: 'bottom' })] : [])]);
      return;
    }
    map.take(null);
    const drawn = this.points.length > 1 && shape !== 'point' ? [{ type: 'LineString', coordinates: shape === 'ring' && this.points.length > 2 ? ringOf(this.points) : this.points }] : [];
    const crossed = this.#crossing;
    if (shape === 'ring' && this.points.length > 2 && !crossed) drawn.push({ type: 'Polygon', coordinates: [ringOf(this.points)] });
    map.put('draft', shape === 'point' ? [] : [...drawn.map((geometry) => ({ type: 'Feature', geometry, properties: {} })), ...this.points.map((each) => point(each, {}))]);
    map.put('marks', crossed ? [point(crossed.at, { icon: 'report', anchor: 'bottom' })] : shape === 'point' && this.points.length ? [point(this.points[0], { icon: 'picked', anchor: 'bottom' })] : []);
  }

  /// Where the outline crosses itself; null where it does not.
  get #crossing() {
    return this.what && !this.#picks && this.#shape === 'ring' && this.points.length > 3 ? crossing(this.points) : null;
  }

  #crossingWords() {
    const [a, b] = this.#crossing.sides;
    return t('editor.ring.crosses', { a, b });
  }

  /// Ends of a journey through the gate, where nobody has said any: from outside to the compound.
  async #suggest() {
    const [at] = this.points;
    const name = this.target?.properties.compound ?? this.#compoundAt(at);
    if (!name || this.preview.from || this.preview.to) return;
    const found = (await api.search(name, at.join(',')).catch(() => null))?.results.find(({ kind }) => kind === 'compound');
    if (!found || this.points[0] !== at || this.preview.from || this.preview.to) return;
    const [dx, dy] = [at[0] - found.position[0], at[1] - found.position[1]];
    const reach = 300 / Math.max(1, metresBetween(at, found.position));
    Object.assign(this.preview, { to: found.position.join(','), from: [at[0] + dx * reach, at[1] + dy * reach].map((value) => value.toFixed(6)).join(',') });
    this.render();
  }

  /// The compound whose outline is drawn at `position`.
  #compoundAt(position) {
    return this.desk.map.near(position, ['compound'], 30).map(({ properties }) => properties.name).find(Boolean) ?? null;
  }

  get #isPlaced() {
    if (this.#picks) return this.target !== null;
    return this.points.length >= { point: 1, line: 2, ring: 3 }[this.#shape] && !this.#crossing;
  }

  // The edit as it is filled in; null where something is missing.

  #edit() {
    const { what, target, draft } = this;
    if (!this.#isPlaced || problemOf(what, draft, this.isNew)) return null;
    const why = this.why.trim() ? { why: this.why.trim() } : {};
    if (what === 'rule') {
      if (draft.gone) return { kind: 'gate', action: 'remove', target: target.id, ...why };
      return { kind: 'rule', target: target.id, properties: propertiesOf('rule', draft), ...why };
    }
    if (target && this.gone) return { kind: what, action: 'remove', target: target.id, ...why };
    if (target && !this.redraws) return { kind: what, target: target.id, properties: changesOf(what, draft, target), ...why };
    const geometry = { point: () => ({ type: 'Point', coordinates: this.points[0] }), line: () => ({ type: 'LineString', coordinates: this.points }), ring: () => ({ type: 'Polygon', coordinates: [ringOf(this.points)] }) }[this.#shape]();
    if (target) return { kind: what, target: target.id, geometry, properties: changesOf(what, draft, target), ...why };
    return { kind: what, geometry, properties: propertiesOf(what, draft), ...why };
  }

  /// All edits of the form: a building comes with its doors, a door with the number of its building.
  #edits() {
    const edit = this.#edit();
    const why = edit.why ? { why: edit.why } : {};
    const more = this.what === 'building' && !this.gone ? unitEdits(this.draft) : this.what === 'door' && !this.gone ? this.#buildingOfDoor() : [];
    const isIdle = this.target && !edit.action && !edit.geometry && edit.kind !== 'rule' && !Object.keys(edit.properties).length;
    return [...(isIdle || this.sentEdit === JSON.stringify(edit) ? [] : [edit]), ...more.map((each) => ({ ...each, ...why }))];
  }

  /// "3栋2单元" said of a door names its building, too.
  #buildingOfDoor() {
    const number = numbered(this.draft.unit)?.building;
    const building = number && this.desk.map.near(this.points[0], ['building'], 24).find(({ id }) => id);
    return building && number !== building.properties.ref ? [{ kind: 'building', target: building.id, properties: { number } }] : [];
  }

  async #save() {
    const problem = problemOf(this.what, this.draft, this.isNew);
    if (problem && !this.gone) throw new Error(t(problem));
    if (!this.#edit()) throw new Error(t('editor.where.missing'));
    if (this.gone && !this.why.trim()) {
      byId('why').focus();
      throw new Error(t('editor.why.missing'));
    }
    const edits = this.#edits();
    if (!edits.length) throw new Error(t('edit.nothing'));
    if (this.what === 'rule' && !this.draft.gone && !Object.keys(edits[0].properties.rule).length) throw new Error(t('rule.nothing'));
    const ids = [];
    let saved = null;
    for (const edit of edits) {
      saved = await api.propose(edit);
      ids.push(saved.id);
      // Where a later one fails, those before are not sent again.
      const door = this.draft.doors?.find(({ id }) => id === edit.target);
      if (door) door.sent = door.unit.trim();
      else this.sentEdit = JSON.stringify(edit);
    }
    this.sentEdit = null;
    this.saved = { ...saved, ids };
    this.preview.clear();
    this.render();
    byId('saved')?.querySelector('h2')?.focus();
    this.#follow();
  }

  /// Says when what was saved holds.
  async #follow() {
    const { saved } = this;
    if (!saved || saved.applied || saved.following) return;
    saved.following = true;
    for (let turn = 0; turn < 60 && this.saved?.id === saved.id; turn++) {
      const all = await Promise.all(saved.ids.map((id) => api.edit(id))).catch(() => null);
      const now = all && { ...all.at(-1), problem: all.find(({ problem }) => problem)?.problem ?? null, doubt: all.find(({ doubt }) => doubt)?.doubt ?? null, applied: all.every(({ applied }) => applied) };
      if (now && (now.applied || now.problem || now.status !== this.saved.status)) {
        this.saved = { ...now, ids: saved.ids, following: now.status === 'pending' };
        this.render();
        announce(this.#state());
        if (now.applied || now.problem) return;
      }
      // What waits for a decision is told by the stream of changes.
      if (now?.status === 'pending') break;
      await new Promise((done) => { setTimeout(done, 700); });
    }
    saved.following = false;
  }

  #state() {
    const { status, applied, problem } = this.saved;
    if (problem) return t('edit.problem', { problem });
    if (status === 'pending') return t('edit.waits');
    return t(applied ? 'edit.applied' : status === 'accepted' ? 'edit.accepted' : `edit.now.${status}`);
  }

  // What is shown.

  render() {
    const head = el('div', {}, el('h1', {}, t('page.editor')), el('p', { class: 'detail' }, t(may('acceptOwnEdit') ? session().may.acceptOwnEdit === 'own' ? 'editor.hint.own' : 'editor.hint.all' : 'editor.hint.propose')));
    if (this.saved) return this.desk.show(head, this.#done());
    return this.desk.show(head, this.#what(), this.what && this.#where(), this.#isPlaced && this.what && this.#details());
  }

  #what() {
    return el('section', { class: 'panel' }, step(1, 'editor.what'),
      el('div', { class: 'chips', role: 'group', 'aria-label': t('editor.what') }, kinds.map((what) => el('button', {
        type: 'button', class: what === this.what ? 'button primary' : 'button', 'aria-pressed': String(what === this.what), 'data-key': `what-${what}`, onclick: () => this.#choose(what),
      }, icon(drawings[what], 22), t(`editor.what.${what}`)))),
      correctable.includes(this.what) && choice('editor.mode', 'mode', [['new', 'editor.mode.new'], ['existing', 'editor.mode.existing']], this.isNew ? 'new' : 'existing', (mode) => this.#choose(this.what, { isNew: mode === 'new' }), { hideTitle: true }));
  }

  #where() {
    const picks = this.#picks;
    const { desk } = this;
    const typed = el('input', { id: 'at', 'data-key': 'at', type: 'text', spellcheck: 'false', autocomplete: 'off', placeholder: coordinates(desk.map.centre()), 'aria-describedby': 'at-error' });
    const error = el('p', { class: 'field-error', id: 'at-error', role: 'alert', hidden: true });
    const use = async () => {
      const position = typedPosition(typed.value, desk.city.bounds);
      if (!position || picks) return this.#goTo(position, typed, error);
      this.#place(position);
      desk.map.look(position, { zoom: 18 });
      return this.render();
    };
    return el('section', { class: 'panel' }, step(2, 'editor.where'),
      el('p', {}, t(`editor.${picks && this.what !== 'rule' ? 'pick' : 'where'}.${this.what}`)),
      (picks ? this.target : this.points.length > 0) && el('p', { class: 'line', id: 'placed' }, icon(this.#isPlaced ? 'check' : 'pointer', 22), el('strong', {}, this.#placedWords())),
      this.#crossing && el('p', { class: 'note warn', id: 'crossing', role: 'alert' }, icon('alert'), el('span', {}, this.#crossingWords())),
      !picks && el('button', { type: 'button', class: 'button wide', 'data-key': 'centre', onclick: () => { this.#place(desk.map.centre()); this.render(); } }, icon('pointer'), t('editor.centre')),
      el('form', { class: 'line', onsubmit: (event) => { event.preventDefault(); use(); } }, el('div', { class: 'field grow' }, el('label', { for: 'at' }, t(picks ? 'editor.look' : 'editor.at')), typed), el('button', { type: 'submit', class: 'button', css: { 'align-self': 'end' }, 'data-key': 'use-at' }, t('editor.at.use'))),
      error,
      picks ? this.#list() : this.points.length > 0 && el('div', { class: 'actions wrap', css: { margin: '0' } },
        el('button', { type: 'button', class: 'button', 'data-key': 'undo-point', onclick: () => this.#redraw(this.points.slice(0, -1)) }, icon('return', 20), t('editor.undo')),
        this.points.length > 2 && el('button', { type: 'button', class: 'button', 'data-key': 'anew', onclick: () => this.#redraw([]) }, icon('close', 20), t('editor.anew'))));
  }

  #redraw(points) {
    this.points = points;
    this.#mark();
    this.preview.reset();
    this.render();
  }

  /// Moves the map to `position`, else to what was typed as a name.
  async #goTo(position, typed, error) {
    const name = typed.value.trim();
    const found = position ? { position, label: coordinates(position) } : name && !/^[-\d.,，\s]+$/.test(name) && (await api.search(name, this.desk.map.centre().join(',')).catch(() => null))?.results[0];
    // Numbers are a coordinate, and one that lies elsewhere.
    error.hidden = Boolean(found);
    error.textContent = found ? '' : t('editor.at.wrong');
    if (!found) return typed.focus();
    this.desk.map.look(found.position, { zoom: 18 });
    return announce(t('editor.looked', { name: found.label }));
  }

  #nameOfTarget() {
    const { target } = this;
    if (this.what !== 'rule') return [thingWords(this.what, target).title, target.id].join(' · ');
    return nameOf(target.properties) ? [target.properties.compound, nameOf(target.properties)].filter(Boolean).join(' · ') : `${t('thing.gate')} ${target.id}`;
  }

  #placedWords() {
    if (this.target && !this.redraws) return this.#nameOfTarget();
    const n = this.points.length;
    if (this.#shape === 'point') return coordinates(this.points[0]);
    if (this.#shape === 'line') return t('editor.path.points', { n, length: distance(Math.max(lengthOf(this.points), 1)) });
    if (this.#crossing) return t('editor.points', { n });
    return n < 3 ? t('editor.ring.more', { n }) : t('editor.ring.points', { n, area: count(Math.round(areaOf(this.points))) });
  }

  /// What can be taken from the map as it is, for whoever does not tap.
  #list() {
    if (this.target && this.what !== 'rule') {
      this.list = null;
      return el('button', { type: 'button', class: 'button', 'data-key': 'other', onclick: () => { this.#choose(this.what, { isNew: false }); byId('things-in-view')?.querySelector('button')?.focus(); } }, icon('return', 20), t('editor.other'));
    }
    this.list = this.what === 'rule' ? this.#gates() : this.#things();
    return this.list;
  }

  #gates() {
    const gates = this.desk.gatesInView().slice(0, 12);
    return el('div', { id: 'gates-in-view' }, el('h3', {}, t('editor.gates')), gates.length ? el('ul', { class: 'rows' }, gates.map((gate) => el('li', {}, el('button', {
      type: 'button', class: 'row', 'data-key': `take-${gate.id}`, 'aria-pressed': String(gate.id === this.target?.id), onclick: () => { this.#take(gate); this.render(); },
    }, gateSign(gate.properties.rule ?? 'unknown', 30), el('span', { class: 'grow' }, el('span', { class: 'row-label' }, [gate.properties.compound, nameOf(gate.properties) ?? t('thing.gate')].filter(Boolean).join(' · ')),
      el('span', { class: 'detail' }, t(has(`rule.${gate.properties.rule}`) ? `rule.${gate.properties.rule}` : 'rule.unknown'))))))) : this.target ? null : el('p', { class: 'detail' }, t('editor.gates.none')));
  }

  #things() {
    const things = this.existing.inView(this.what);
    return el('div', { id: 'things-in-view' }, el('h3', {}, t('editor.inview')), things.length ? el('ul', { class: 'rows' }, things.map((thing) => {
      const { title, detail } = thingWords(this.what, thing);
      return el('li', {}, el('button', { type: 'button', class: 'row', 'data-key': `take-${thing.id}`, onclick: () => { this.#take(thing); this.render(); byId('edit-form')?.querySelector('input, select')?.focus(); } },
        el('span', { class: 'row-icon' }, icon(drawings[this.what])), el('span', { class: 'grow' }, el('span', { class: 'row-label' }, title), el('span', { class: 'detail' }, detail))));
    })) : el('p', { class: 'detail' }, t('editor.inview.none')));
  }

  #refreshList() {
    if (!this.list?.isConnected || this.list.contains(document.activeElement)) return;
    const next = this.what === 'rule' ? this.#gates() : this.#things();
    this.list.replaceWith(next);
    this.list = next;
  }

  #details() {
    const { what, draft, target } = this;
    const changed = () => this.render();
    const counts = this.#counts();
    const hasRule = what === 'rule' || what === 'gate' && this.isNew;
    const isTried = tried.includes(what) && (this.isNew || what === 'rule' || this.gone || this.redraws);
    return [
      el('section', { class: 'panel', id: 'edit-form', oninput: () => this.ruleTest.reset() }, step(3, `editor.form.${what}`),
        target && what !== 'rule' && choice('editor.act', 'act', ['change', ...(redrawable.includes(what) && target.id.startsWith('way/') ? ['redraw'] : []), 'gone'].map((act) => [act, `editor.act.${act}`]), this.gone ? 'gone' : this.redraws ? 'redraw' : 'change', (act) => this.#act(act), { hideTitle: true }),
        what === 'rule' && draft.now && el('p', { class: 'note', id: 'rule-now' }, icon('info'), el('span', {}, draft.now)),
        this.gone ? el('p', { class: 'note' }, icon('alert'), el('span', {}, t(`editor.gone.${what}`))) : form(what, draft, { changed, placeKinds: this.placeKinds, isNew: !target }),
        what === 'building' && target && !this.gone && unitFields(draft, changed)),
      isTried && el('section', { class: 'panel' }, step(4, 'preview.title'), hasRule && [el('h3', {}, t('ruletest.title')), this.ruleTest.view(), el('h3', {}, t('preview.journeys'))], this.preview.view(changed)),
      el('section', { class: 'panel' }, step(isTried ? 5 : 4, 'editor.save'), sending('save', [
        field('why', this.gone ? 'editor.why.gone' : 'edit.why', { type: 'text', maxlength: 300, required: this.gone, value: this.why, oninput: (event) => { this.why = event.target.value; } }, 'edit.why.hint'),
        !counts && el('p', { class: 'detail' }, t('place.propose.hint')),
      ], t(counts ? 'edit.save' : 'edit.send'), () => this.#save())),
    ];
  }

  /// Corrects what is taken, draws its line anew beginning with the one that it has, or takes it away.
  async #act(act) {
    Object.assign(this, { gone: act === 'gone', redraws: act === 'redraw' });
    this.preview.reset();
    if (this.redraws) {
      const { target } = this;
      const points = await pointsOf(this.what, target.id).catch(() => []);
      if (this.target !== target || !this.redraws) return;
      this.points = points;
    }
    this.#mark();
    this.render();
  }

  /// Whether what is saved counts at once, as far as is known here; the outline of a compound is nobody's own.
  #counts() {
    if (this.target?.mayEdit !== undefined) return this.target.mayEdit;
    if (session().may.acceptOwnEdit !== 'own') return may('acceptOwnEdit');
    // What is new is one's own inside of what one looks after.
    if (this.what === 'compound' && this.target) return session().own.includes(`compound:${this.target.id}`);
    const isOwn = (point) => this.desk.map.near(point, ['compound'], this.desk.map.pixels(5, point)).some(({ id }) => session().own.includes(`compound:${id}`));
    return this.what !== 'compound' && this.points.length > 0 && this.points.every(isOwn);
  }

  #done() {
    const { saved } = this;
    const tone = saved.problem || saved.status === 'rejected' ? 'note warn' : 'note';
    const again = () => {
      this.why = '';
      this.#choose(this.what, { isNew: this.isNew });
      byId('content').querySelector('[aria-pressed=true]')?.focus();
    };
    return el('section', { class: 'panel', id: 'saved', 'data-status': saved.status, 'data-applied': String(Boolean(saved.applied)) },
      el('h2', { tabindex: '-1' }, t('editor.saved')),
      el('p', { class: tone, role: 'status' }, icon(saved.applied ? 'check' : saved.problem ? 'alert' : 'clock'), el('span', {}, this.#state())),
      saved.doubt && el('p', { class: 'note warn', id: 'saved-doubt' }, icon('alert'), el('span', {}, saved.doubt)),
      saved.ids.length > 1 && el('p', {}, t('editor.saved.many', { n: saved.ids.length })),
      el('dl', { class: 'facts' }, el('div', {}, el('dt', {}, t('editor.number')), el('dd', {}, saved.id)), saved.object && el('div', {}, el('dt', {}, t('fact.id')), el('dd', {}, saved.object))),
      may('decideEdits') && el('a', { class: 'button wide', href: '/moderation' }, t('page.moderation')),
      el('button', { type: 'button', class: 'button primary wide', 'data-key': 'another', onclick: again }, t(this.what === 'building' && !this.isNew ? 'units.next' : 'editor.another')));
  }
}

const step = (number, title) => el('div', { class: 'step-title' }, el('span', { class: 'step-number', 'aria-hidden': 'true' }, number), el('h2', {}, t(title)));

openDesk((desk) => new EditorPage(desk));

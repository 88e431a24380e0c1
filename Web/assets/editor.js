// The editor: a gate, the rule of a gate, a door, a path or a place, by mouse, thumb or keyboard; tried before it is saved.
import { api } from './api.js';
import { announce, byId, debounce, el, toast } from './dom.js';
import { coordinates, distance, metresBetween, typedPosition } from './format.js';
import { openDesk } from './desk.js';
import { draftOf, form, kinds, propertiesOf } from './editkinds.js';
import { field, sending } from './fields.js';
import { gateSign, icon } from './icons.js';
import { point } from './map.js';
import { Preview } from './preview.js';
import { ruleDraft } from './ruleform.js';
import { may, session } from './session.js';
import { nameOf } from './things.js';
import { has, onLanguage, t } from './text.js';

const drawings = { gate: 'gate', rule: 'badge', door: 'door', path: 'foot', place: 'place' };
/// What may change the journey of a rider, so that it can be tried.
const tried = ['gate', 'rule', 'door', 'path'];

class EditorPage {
  constructor(desk) {
    const given = new URLSearchParams(location.search);
    Object.assign(this, { desk, what: null, points: [], target: null, draft: null, why: '', saved: null, placeKinds: [] });
    desk.mapFirst();
    desk.cross(true);
    this.preview = new Preview(desk, () => this.#edit());
    desk.map.onTap((tap) => this.#tapped(tap));
    desk.map.map?.on('idle', debounce(() => { if (this.what === 'rule' && !this.target) this.#refreshGates(); }, 200));
    desk.listen((event) => { if (this.saved && (event.edit === this.saved.id || event.kind === 'city.replaced')) this.#follow(); });
    onLanguage(() => this.#load());
    const at = given.get('at')?.split(',').map(Number);
    if (at?.length === 2 && at.every(Number.isFinite)) desk.map.look(at, { zoom: 18 });
    if (given.get('gate') && at) this.#choose('rule', { id: given.get('gate'), position: at, properties: {} });
    else if (kinds.includes(given.get('what'))) this.#choose(given.get('what'));
    this.#load();
  }

  async #load() {
    this.placeKinds = (await api.kinds().catch(() => ({ kinds: [] }))).kinds;
    this.render();
  }

  // What.

  #choose(what, target = null) {
    Object.assign(this, { what, target: null, points: [], draft: draftOf(what), saved: null });
    this.preview.clear();
    this.#mark();
    if (target) this.#take(target);
    this.render();
  }

  // Where.

  #tapped({ position, thing }) {
    if (!this.what || this.saved) return;
    if (this.what === 'rule') {
      if (thing?.what === 'gate' && thing.id) this.#take(thing);
      else return toast(t('editor.rule.miss'), { tone: 'warn' });
    } else {
      this.#place(position);
    }
    this.render();
  }

  /// Takes an existing gate, with the rule that was last said of it.
  async #take(gate) {
    this.target = gate;
    this.points = [gate.position];
    // The map knows hours at most; what was said of the gate replaces them.
    this.draft.rule = ruleDraft(gate.properties.hours ? { hours: gate.properties.hours } : null);
    this.#mark();
    this.#suggest();
    announce(t('editor.gate.taken', { name: nameOf(gate.properties) ?? gate.id }));
    const untouched = JSON.stringify(this.draft.rule);
    const { edits } = await api.edits({ target: gate.id, status: 'accepted', limit: 200 }).catch(() => ({ edits: [] }));
    const rule = edits.findLast((edit) => edit.properties?.rule)?.properties.rule;
    if (this.target !== gate || !rule || JSON.stringify(this.draft.rule) !== untouched) return;
    this.draft.rule = ruleDraft(rule);
    this.render();
  }

  /// A path gets a further point, all else its place.
  #place(position) {
    const rounded = position.map((value) => Number(value.toFixed(7)));
    this.points = this.what === 'path' ? [...this.points, rounded] : [rounded];
    this.#mark();
    this.preview.reset();
    if (this.what !== 'path') this.#suggest();
    announce(t('editor.placed', { at: coordinates(rounded) }));
  }

  #mark() {
    const { map } = this.desk;
    const line = this.points.length > 1 ? [{ type: 'Feature', geometry: { type: 'LineString', coordinates: this.points }, properties: {} }] : [];
    map.put('draft', this.what === 'path' ? [...line, ...this.points.map((each) => point(each, {}))] : []);
    map.put('marks', this.what && this.what !== 'path' && this.points.length ? [point(this.points[0], { icon: 'picked', anchor: 'bottom' })] : []);
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
    const { map } = this.desk.map;
    if (!map?.getLayer('compound')) return null;
    const at = map.project(position);
    const box = [[at.x - 30, at.y - 30], [at.x + 30, at.y + 30]];
    return map.queryRenderedFeatures(box, { layers: ['compound'] }).map(({ properties }) => properties.name).find(Boolean) ?? null;
  }

  get #isPlaced() {
    return this.what === 'path' ? this.points.length > 1 : this.points.length > 0;
  }

  // The edit as it is filled in; null where something is missing.

  #edit() {
    if (!this.#isPlaced) return null;
    const why = this.why.trim() ? { why: this.why.trim() } : {};
    if (this.what === 'rule') {
      if (this.draft.gone) return { kind: 'gate', action: 'remove', target: this.target.id, ...why };
      return { kind: 'rule', target: this.target.id, properties: propertiesOf('rule', this.draft), ...why };
    }
    const geometry = this.what === 'path' ? { type: 'LineString', coordinates: this.points } : { type: 'Point', coordinates: this.points[0] };
    return { kind: this.what, geometry, properties: propertiesOf(this.what, this.draft), ...why };
  }

  async #save() {
    const edit = this.#edit();
    if (!edit) throw new Error(t('editor.where.missing'));
    if (this.what === 'rule' && !this.draft.gone && !Object.keys(edit.properties.rule).length) throw new Error(t('rule.nothing'));
    this.saved = await api.propose(edit);
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
      const now = await api.edit(saved.id).catch(() => null);
      if (now && (now.applied || now.problem || now.status !== this.saved.status)) {
        this.saved = { ...now, following: now.status === 'pending' };
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
    const head = el('div', {}, el('h1', {}, t('page.editor')), el('p', { class: 'detail' }, t(may('acceptOwnEdit') ? session().may.acceptOwnEdit === 'everywhere' ? 'editor.hint.all' : 'editor.hint.own' : 'editor.hint.propose')));
    if (this.saved) return this.desk.show(head, this.#done());
    return this.desk.show(head, this.#what(), this.what && this.#where(), this.#isPlaced && this.what && this.#details());
  }

  #what() {
    return el('section', { class: 'panel' }, step(1, 'editor.what'),
      el('div', { class: 'chips', role: 'group', 'aria-label': t('editor.what') }, kinds.map((what) => el('button', {
        type: 'button', class: what === this.what ? 'button primary' : 'button', 'aria-pressed': String(what === this.what), 'data-key': `what-${what}`, onclick: () => this.#choose(what),
      }, icon(drawings[what], 22), t(`editor.what.${what}`)))));
  }

  #where() {
    const isRule = this.what === 'rule';
    const { desk } = this;
    const typed = el('input', { id: 'at', 'data-key': 'at', type: 'text', spellcheck: 'false', autocomplete: 'off', placeholder: coordinates(desk.map.centre()), 'aria-describedby': 'at-error' });
    const error = el('p', { class: 'field-error', id: 'at-error', role: 'alert', hidden: true });
    const use = async () => {
      const position = typedPosition(typed.value, desk.city.bounds);
      if (!position || isRule) return this.#goTo(position, typed, error);
      this.#place(position);
      desk.map.look(position, { zoom: 18 });
      return this.render();
    };
    return el('section', { class: 'panel' }, step(2, 'editor.where'),
      el('p', {}, t(`editor.where.${this.what}`)),
      this.points.length > 0 && el('p', { class: 'line', id: 'placed' }, icon('check', 22), el('strong', {}, this.#placedWords())),
      !isRule && el('button', { type: 'button', class: 'button wide', 'data-key': 'centre', onclick: () => { this.#place(desk.map.centre()); this.render(); } }, icon('pointer'), t('editor.centre')),
      el('form', { class: 'line', onsubmit: (event) => { event.preventDefault(); use(); } }, el('div', { class: 'field grow' }, el('label', { for: 'at' }, t(isRule ? 'editor.look' : 'editor.at')), typed), el('button', { type: 'submit', class: 'button', css: { 'align-self': 'end' }, 'data-key': 'use-at' }, t('editor.at.use'))),
      error,
      isRule ? (this.gateList = this.#gates())
        : this.points.length > 0 && el('button', { type: 'button', class: 'button', 'data-key': 'undo-point', onclick: () => { this.points = this.points.slice(0, -1); this.#mark(); this.preview.reset(); this.render(); } }, icon('return', 20), t('editor.undo')));
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

  #placedWords() {
    if (this.what === 'rule') return nameOf(this.target.properties) ? [this.target.properties.compound, nameOf(this.target.properties)].filter(Boolean).join(' · ') : `${t('thing.gate')} ${this.target.id}`;
    if (this.what !== 'path') return coordinates(this.points[0]);
    const length = this.points.slice(1).reduce((sum, each, row) => sum + metresBetween(each, this.points[row]), 0);
    return t('editor.path.points', { n: this.points.length, length: distance(Math.max(length, 1)) });
  }

  /// Gates in view, for whoever does not tap.
  #gates() {
    const gates = this.desk.gatesInView().slice(0, 12);
    return el('div', { id: 'gates-in-view' }, el('h3', {}, t('editor.gates')), gates.length ? el('ul', { class: 'rows' }, gates.map((gate) => el('li', {}, el('button', {
      type: 'button', class: 'row', 'data-key': `take-${gate.id}`, 'aria-pressed': String(gate.id === this.target?.id), onclick: () => { this.#take(gate); this.render(); },
    }, gateSign(gate.properties.rule ?? 'unknown', 30), el('span', { class: 'grow' }, el('span', { class: 'row-label' }, [gate.properties.compound, nameOf(gate.properties) ?? t('thing.gate')].filter(Boolean).join(' · ')),
      el('span', { class: 'detail' }, t(has(`rule.${gate.properties.rule}`) ? `rule.${gate.properties.rule}` : 'rule.unknown'))))))) : el('p', { class: 'detail' }, t('editor.gates.none')));
  }

  #refreshGates() {
    if (!this.gateList?.isConnected || this.gateList.contains(document.activeElement)) return;
    const next = this.#gates();
    this.gateList.replaceWith(next);
    this.gateList = next;
  }

  #details() {
    const changed = () => this.render();
    const counts = this.#counts();
    return [
      el('section', { class: 'panel' }, step(3, `editor.form.${this.what}`), form(this.what, this.draft, { changed, placeKinds: this.placeKinds })),
      tried.includes(this.what) && el('section', { class: 'panel' }, step(4, 'preview.title'), this.preview.view(changed)),
      el('section', { class: 'panel' }, step(tried.includes(this.what) ? 5 : 4, 'editor.save'), sending('save', [
        field('why', 'edit.why', { type: 'text', maxlength: 300, value: this.why, oninput: (event) => { this.why = event.target.value; } }, 'edit.why.hint'),
        !counts && el('p', { class: 'detail' }, t('place.propose.hint')),
      ], t(counts ? 'edit.save' : 'edit.send'), () => this.#save())),
    ];
  }

  /// Whether what is saved counts at once, as far as is known here.
  #counts() {
    return may('acceptOwnEdit');
  }

  #done() {
    const { saved } = this;
    const tone = saved.problem || saved.status === 'rejected' ? 'note warn' : 'note';
    return el('section', { class: 'panel', id: 'saved', 'data-status': saved.status, 'data-applied': String(Boolean(saved.applied)) },
      el('h2', { tabindex: '-1' }, t('editor.saved')),
      el('p', { class: tone, role: 'status' }, icon(saved.applied ? 'check' : saved.problem ? 'alert' : 'clock'), el('span', {}, this.#state())),
      el('dl', { class: 'facts' }, el('div', {}, el('dt', {}, t('editor.number')), el('dd', {}, saved.id)), saved.object && el('div', {}, el('dt', {}, t('fact.id')), el('dd', {}, saved.object))),
      may('decideEdits') && el('a', { class: 'button wide', href: '/moderation' }, t('page.moderation')),
      el('button', { type: 'button', class: 'button primary wide', 'data-key': 'another', onclick: () => { this.why = ''; this.#choose(this.what); byId('content').querySelector('[aria-pressed=true]')?.focus(); } }, t('editor.another')));
  }
}

const step = (number, title) => el('div', { class: 'step-title' }, el('span', { class: 'step-number', 'aria-hidden': 'true' }, number), el('h2', {}, t(title)));

openDesk((desk) => new EditorPage(desk));

// The queue of edits for whoever decides: what waits, what does not fit the map, what was accepted lately.
import { api } from './api.js';
import { announce, byId, debounce, el, toast } from './dom.js';
import { clock } from './format.js';
import { icon } from './icons.js';
import { MapToggle, openDesk } from './desk.js';
import { authorOf, changesOf, editTitle, positionOf } from './editwords.js';
import { point } from './map.js';
import { placeAddress } from './placewords.js';
import { failureBox, waiting } from './shell.js';
import { decides, may, onSession } from './session.js';
import { onLanguage, t } from './text.js';

const shortcuts = [['j', 'moderation.key.next'], ['k', 'moderation.key.previous'], ['a', 'moderation.key.accept'], ['r', 'moderation.key.reject'], ['u', 'moderation.key.undo']];
/// Decided edits of one page.
const most = 20;
const sections = [['waiting', 'moderation.waiting'], ['problems', 'moderation.problems'], ['recent', 'moderation.recent']];

/// Kinds of edits of what has a page of its own.
const placed = ['place', 'compound'];

class ModerationPage {
  constructor(desk) {
    Object.assign(this, { desk, edits: { waiting: [], problems: [], recent: [] }, kinds: [], pages: 1, older: false, chosen: null, failure: null, looking: true, why: new Map() });
    this.toggle = new MapToggle();
    desk.listen(debounce(() => this.#heard(), 300));
    onLanguage(() => this.load());
    onSession(() => this.load());
    document.addEventListener('keydown', (event) => this.#key(event));
    desk.map.onTap(({ position }) => this.#tapped(position));
    this.load();
  }

  /// Shows what is new, once nobody types.
  #heard() {
    const at = document.activeElement;
    if (at?.matches('input') && this.desk.content.contains(at)) at.addEventListener('blur', () => this.load(), { once: true });
    else this.load();
  }

  async load() {
    if (!may('decideEdits')) return this.render();
    try {
      const [waits, tasks, accepted, kinds] = await Promise.all([
        api.edits({ status: 'pending', limit: 1000 }), api.edits({ problem: true, order: 'newest', limit: 1000 }),
        api.edits({ status: 'accepted', order: 'newest', limit: Math.min(most * this.pages, 1000) }), api.kinds(),
      ]);
      this.kinds = kinds.kinds;
      this.older = accepted.edits.length === most * this.pages;
      this.edits = { waiting: waits.edits, problems: tasks.edits, recent: accepted.edits.filter((edit) => !edit.problem) };
      Object.assign(this, { failure: null, looking: false });
    } catch (failure) {
      Object.assign(this, { failure, looking: false });
    }
    if (!this.#all().some(({ id }) => id === this.chosen)) this.chosen = this.edits.waiting[0]?.id ?? null;
    this.render();
    this.#draw();
    this.#first();
  }

  #all() {
    return [...this.edits.waiting, ...this.edits.problems, ...this.edits.recent];
  }

  #position(edit) {
    return positionOf(edit) ?? positionOf(edit.before ?? {}) ?? edit.about?.position ?? null;
  }

  // What is shown.

  render() {
    const head = el('div', {}, el('h1', {}, t('page.moderation')), el('p', { class: 'detail' }, t('moderation.hint')));
    if (!may('decideEdits')) return this.desk.show(head, el('p', { class: 'note' }, icon('officer'), el('span', {}, t('moderation.not'))), el('a', { class: 'button primary wide', href: '/sign-in' }, t('sign.enter')));
    if (this.failure) return this.desk.show(head, failureBox(this.failure, () => this.load()));
    if (this.looking) return this.desk.show(head, waiting(t('loading')));
    return this.desk.show(head,
      el('details', { class: 'keys-box' }, el('summary', { class: 'button', 'data-key': 'keys' }, t('moderation.keys')), el('ul', { class: 'keys' }, shortcuts.map(([key, words]) => el('li', {}, el('kbd', {}, key), ' ', t(words))))),
      sections.map(([name, title]) => this.#section(name, title)), this.toggle.button);
  }

  #section(name, title) {
    const list = this.edits[name];
    if (!list.length && name === 'problems') return null;
    return el('section', { id: name, class: 'form' }, el('h2', {}, t(title, { n: list.length })),
      name === 'problems' && el('p', { class: 'detail' }, t('moderation.problems.hint')),
      list.length ? list.map((edit) => this.#card(edit)) : el('p', { class: 'detail' }, t(`moderation.${name}.none`)),
      name === 'recent' && this.older && el('button', { type: 'button', class: 'button wide', 'data-key': 'older', onclick: () => { this.pages += 1; this.load(); } }, t('moderation.older')));
  }

  #card(edit) {
    const { id } = edit;
    const position = this.#position(edit);
    const waits = edit.status === 'pending';
    const rows = changesOf(edit, edit.before, this.kinds);
    return el('article', { class: 'edit-card', id: `card-${id}`, 'data-chosen': id === this.chosen || null, 'aria-labelledby': `title-${id}`, tabindex: '-1', onfocusin: () => this.#choose(id) },
      el('div', { class: 'title-line' }, el('h3', { id: `title-${id}`, class: 'grow' }, [editTitle(edit), this.#name(edit)].filter(Boolean).join(t('list.colon'))),
        !waits && el('span', { class: 'mark-pill' }, t(edit.problem ? 'edit.state.problem' : edit.newer ? 'edit.state.changed' : edit.applied ? 'edit.state.applied' : 'edit.state.soon'))),
      el('p', { class: 'detail' }, [authorOf(edit), clock(this.desk.local(edit.createdAt), this.desk.now()), edit.why].filter(Boolean).join(' · ')),
      waits && edit.newer && el('p', { class: 'note warn' }, icon('alert'), el('span', {}, t('moderation.newer', { what: this.#newer(edit) }))),
      edit.rivals?.length > 0 && el('p', { class: 'note' }, icon('alert'), el('span', {}, t('moderation.rivals', { n: edit.rivals.length }))),
      edit.before && !rows.length && !edit.properties?.addPhoto && !(edit.geometry && !edit.before.geometry) && el('p', { class: 'note' }, icon('check'), el('span', {}, t(waits ? 'moderation.same' : 'moderation.idle'))),
      edit.doubt && el('p', { class: 'note warn' }, icon('alert'), el('span', {}, edit.doubt)),
      edit.problem && el('p', { class: 'note warn' }, icon('alert'), el('span', {}, edit.problem)),
      rows.length > 0 && el('dl', { class: 'changes' }, rows.map(({ label, before, after }) => el('div', {}, el('dt', {}, label), el('dd', {}, before !== null && [el('del', {}, el('span', { class: 'unseen' }, t('change.before')), before), ' → '], el('ins', {}, el('span', { class: 'unseen' }, t('change.after')), after))))),
      edit.properties?.addPhoto && el('ul', { class: 'photos' }, el('li', {}, el('img', { src: `/v1/photos/${encodeURIComponent(edit.properties.addPhoto)}`, alt: t('edit.photo.alt') }))),
      el('div', { class: 'actions' },
        position && el('button', { type: 'button', class: 'button', 'data-key': `show-${id}`, onclick: () => { this.#choose(id); this.toggle.set(true); this.#look(edit); } }, icon('place', 20), t('moderation.show')),
        placed.includes(edit.kind) && edit.target && el('a', { class: 'button', href: placeAddress(edit.target) }, t('moderation.open'))),
      !decides(edit) ? el('p', { class: 'note' }, icon('officer'), el('span', {}, t('moderation.others', { who: edit.departments.join(t('list.weak')) })))
        : waits ? [this.#why(id, 'moderation.why'), el('div', { class: 'actions' }, this.#button(edit, 'accept', 'check'), this.#button(edit, 'reject', 'close'))]
        : [el('details', {}, el('summary', { 'data-key': `reason-${id}` }, t('moderation.why.undo')), this.#why(id, 'moderation.why.undo.label')), el('div', { class: 'actions' }, this.#button(edit, 'undo', 'return'))]);
  }

  /// The reason of a verdict; for undoing it is folded away, since few give one.
  #why(id, label) {
    return el('div', { class: 'field' }, el('label', { for: `why-${id}` }, t(label)),
      el('input', { id: `why-${id}`, 'data-key': `why-${id}`, type: 'text', maxlength: 300, autocomplete: 'off', value: this.why.get(id) ?? '', oninput: (event) => this.why.set(id, event.target.value) }));
  }

  /// Who said what when, that this edit would replace.
  #newer({ newer }) {
    const found = this.#all().find(({ id }) => id === newer);
    return found ? [authorOf(found), clock(this.desk.local(found.createdAt), this.desk.now()), found.why].filter(Boolean).join(' · ') : newer;
  }

  #name(edit) {
    // What was made here has a number that tells nobody anything.
    return edit.properties?.name ?? edit.about?.label ?? (edit.target?.includes('-') ? null : edit.target ?? null);
  }

  #button(edit, verdict, drawing) {
    return el('button', { type: 'button', class: verdict === 'accept' ? 'button primary grow' : 'button grow', 'data-key': `${verdict}-${edit.id}`, onclick: () => this.#decide(edit, verdict) }, icon(drawing, 22), t(`moderation.${verdict}`));
  }

  // Deciding.

  async #decide(edit, verdict) {
    if (verdict === 'reject' && !this.why.get(edit.id)?.trim()) {
      toast(t('moderation.why.missing'), { tone: 'warn' });
      return byId(`why-${edit.id}`).focus();
    }
    const list = this.#all();
    const next = list[list.findIndex(({ id }) => id === edit.id) + 1]?.id ?? null;
    try {
      await api.decide(edit.id, verdict, this.why.get(edit.id)?.trim() ?? '', verdict === 'accept' ? edit.newer : null);
      this.why.delete(edit.id);
      this.chosen = next;
      toast(t(`moderation.done.${verdict}`, { what: editTitle(edit) }), { tone: 'good' });
      await this.load();
      byId(`card-${this.chosen}`)?.focus();
    } catch (failure) {
      toast(failure.message, { tone: 'warn' });
      this.load();
    }
    return null;
  }

  // Choosing: on the map, in the list, by keys.

  #choose(id) {
    if (this.chosen === id) return;
    byId(`card-${this.chosen}`)?.removeAttribute('data-chosen');
    this.chosen = id;
    byId(`card-${id}`)?.setAttribute('data-chosen', '');
    this.#draw();
    const edit = this.#all().find((each) => each.id === id);
    if (edit) this.#look(edit);
  }

  #look(edit) {
    const position = this.#position(edit);
    if (position) this.desk.map.look(position, { zoom: 17 });
  }

  #draw() {
    const { map } = this.desk;
    const waiting = this.edits.waiting.map((edit) => ({ edit, position: this.#position(edit) })).filter(({ position }) => position);
    const chosen = this.#all().find(({ id }) => id === this.chosen);
    map.put('marks', [
      ...waiting.filter(({ edit }) => edit !== chosen).map(({ position }) => point(position, { icon: 'report', anchor: 'bottom' })),
      ...(chosen && this.#position(chosen) ? [point(this.#position(chosen), { icon: 'picked', anchor: 'bottom', order: 9 })] : []),
    ]);
    const drawn = chosen?.geometry ?? (chosen?.action === 'remove' ? chosen.before?.geometry : null);
    map.put('draft', drawn && drawn.type !== 'Point' ? [{ type: 'Feature', geometry: drawn, properties: {} }] : []);
  }

  /// Looks at what is chosen, once everything is known.
  #first() {
    const chosen = this.#all().find(({ id }) => id === this.chosen);
    if (this.looked || !chosen) return;
    this.looked = true;
    this.#look(chosen);
  }

  #tapped(position) {
    const at = this.desk.map.map.project(position);
    const near = this.edits.waiting.map((edit) => ({ edit, position: this.#position(edit) })).filter((each) => each.position)
      .map((each) => ({ ...each, away: Math.hypot(this.desk.map.map.project(each.position).x - at.x, this.desk.map.map.project(each.position).y - 12 - at.y) })).sort((a, b) => a.away - b.away)[0];
    if (!(near?.away < 30)) return;
    this.toggle.set(false);
    byId(`card-${near.edit.id}`)?.focus();
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest?.('input, textarea, select, dialog, .maplibregl-canvas')) return;
    const list = this.#all();
    const at = list.findIndex(({ id }) => id === this.chosen);
    const edit = list[at];
    const step = { j: 1, k: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = list[Math.min(Math.max(at + step, 0), list.length - 1)];
      if (!next) return;
      byId(`card-${next.id}`)?.focus();
      announce(byId(`title-${next.id}`)?.textContent ?? '');
      return;
    }
    const verdict = { a: 'accept', r: 'reject', u: 'undo' }[event.key];
    if (!verdict || !edit || !decides(edit) || (edit.status === 'pending') !== (verdict !== 'undo')) return;
    event.preventDefault();
    this.#decide(edit, verdict);
  }
}

openDesk((desk) => new ModerationPage(desk));

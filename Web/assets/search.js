// The search of a page: one input, its results as a list that arrows walk through; Enter takes the best.
import { api, isAbandoned } from './api.js';
import { announce, byId, debounce, el, show } from './dom.js';
import { coordinates, distance, typedPosition } from './format.js';
import { drawingOfResult, icon } from './icons.js';
import { recentGoals } from './store.js';
import { kindName, onLanguage, t } from './text.js';

export class Search {
  /// `choose` gets what was chosen; `extras` gives further rows: [{drawing, label, act}].
  constructor({ city, near, choose, extras }) {
    Object.assign(this, { city, near, choose, extras });
    this.input = byId('search-input');
    this.list = byId('search-list');
    this.box = byId('search');
    this.rows = [];
    this.active = -1;
    this.hint = 'search.to';
    this.results = [];
    this.input.addEventListener('input', () => { this.#mark(-1); this.#later(); this.#fill(); });
    this.input.addEventListener('focus', () => this.open());
    this.input.addEventListener('click', () => this.open());
    this.input.addEventListener('keydown', (event) => this.#key(event));
    byId('search-clear').addEventListener('click', () => { this.input.value = ''; this.results = []; this.input.focus(); this.#fill(); });
    byId('search-back').addEventListener('click', () => this.close({ focus: true }));
    this.box.addEventListener('focusout', (event) => { if (event.relatedTarget && !this.box.contains(event.relatedTarget)) this.close(); });
    document.addEventListener('pointerdown', (event) => { if (this.isOpen() && !this.box.contains(event.target)) this.close(); });
    this.#later = debounce(() => this.#ask(), 140);
    onLanguage(() => { this.setHint(this.hint); this.#fill(); });
    this.setHint(this.hint);
  }

  #later = () => {};

  setHint(key) {
    this.hint = key;
    this.input.placeholder = t(key);
    this.input.setAttribute('aria-label', t(key));
  }

  isOpen() {
    return this.box.classList.contains('open');
  }

  open() {
    if (this.isOpen()) return;
    this.box.classList.add('open');
    document.body.classList.add('searching');
    this.input.setAttribute('aria-expanded', 'true');
    this.#fill();
  }

  close({ focus = false } = {}) {
    this.box.classList.remove('open');
    document.body.classList.remove('searching');
    this.input.setAttribute('aria-expanded', 'false');
    this.#mark(-1);
    if (focus || document.activeElement === this.input) this.input.blur();
  }

  set(text) {
    this.input.value = text;
    this.results = [];
    byId('search-clear').hidden = !text;
  }

  async #ask() {
    const q = this.input.value.trim();
    if (!q || typedPosition(q, this.city.bounds)) {
      this.results = [];
      return this.#fill();
    }
    try {
      const { results } = await api.search(q, coordinates(this.near()));
      if (this.input.value.trim() !== q) return;
      this.results = results;
      this.failure = null;
      this.answered = q;
      announce(results.length ? t('search.count', { n: results.length }) : t('search.none', { q }));
    } catch (error) {
      if (isAbandoned(error)) return;
      this.failure = error;
    }
    this.#fill();
  }

  #fill() {
    const q = this.input.value.trim();
    byId('search-clear').hidden = !q;
    this.rows = q ? this.#found(q) : this.#before();
    this.list.setAttribute('aria-label', t('search.results'));
    show(this.list, this.rows.map((row, index) => this.#row(row, index)));
    const empty = q && this.answered === q && !this.results.length && !typedPosition(q, this.city.bounds);
    const message = byId('search-message');
    message.textContent = this.failure && q ? this.failure.message : empty ? t('search.none', { q }) : '';
    message.hidden = !message.textContent;
  }

  #found(q) {
    const typed = typedPosition(q, this.city.bounds);
    const position = typed ? [{
      drawing: 'pointer', label: coordinates(typed), detail: t('search.position'),
      place: { query: typed, label: coordinates(typed), position: typed },
    }] : [];
    return [...position, ...this.results.map((result) => ({
      drawing: drawingOfResult(result), label: placeOf(result).label, detail: rowDetail(result), place: placeOf(result),
    }))];
  }

  #before() {
    return [
      ...this.extras().map((extra) => ({ ...extra, quiet: true })),
      ...recentGoals().map((place) => ({ drawing: 'clock', label: place.label, detail: place.detail ?? t('search.recent'), place })),
    ];
  }

  #row(row, index) {
    return el('li', {
      id: `search-row-${index}`, role: 'option', 'aria-selected': String(index === this.active), class: row.quiet ? 'row quiet' : 'row',
      onclick: () => this.#take(row), onpointerdown: (event) => event.preventDefault(),
    }, el('span', { class: 'row-icon' }, icon(row.drawing)),
    el('span', { class: 'grow' }, el('span', { class: 'row-label' }, row.label), row.detail && el('span', { class: 'detail' }, row.detail)));
  }

  #mark(index) {
    this.active = index;
    [...this.list.children].forEach((row, at) => row.setAttribute('aria-selected', String(at === index)));
    if (index < 0) this.input.removeAttribute('aria-activedescendant');
    else this.input.setAttribute('aria-activedescendant', `search-row-${index}`);
    this.list.children[index]?.scrollIntoView({ block: 'nearest' });
  }

  #key(event) {
    // Keys of an input method choose among its words; Safari tells the last of them by its code only.
    if (event.isComposing || event.keyCode === 229) return;
    const count = this.rows.length;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.open();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (count) this.#mark((this.active + step + count + (this.active < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#enter();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.close({ focus: true });
    }
  }

  async #enter() {
    if (this.active >= 0) return this.#take(this.rows[this.active]);
    const q = this.input.value.trim();
    if (!q) return;
    // What is shown may belong to fewer letters than were typed.
    if (this.answered !== q) await this.#ask();
    const best = this.rows.find((row) => row.place);
    if (best) return this.#take(best);
    if (this.failure) return;
    this.#take({ place: { query: q, label: q, position: null } });
  }

  #take(row) {
    this.close({ focus: true });
    if (row.act) return row.act();
    this.choose(row.place);
  }
}

/// What it is and the compound that it lies in.
function detailOf({ kind, detail, placeKind }) {
  const what = kind === 'place' && placeKind ? kindName(placeKind) : t(`result.${kind}`);
  return detail ? `${what} · ${detail}` : what;
}

/// The same with what holds for this search only: how far, whether closed, what the map lacks.
function rowDetail(result) {
  const closed = result.open === false && t('search.closed');
  return [detailOf(result), distance(result.distance), closed, result.hoursDoubt, result.doubt].filter(Boolean).join(' · ');
}

/// What a result stands for in questions: an element where it has one, else its position.
export function placeOf(result) {
  const exact = result.id && result.kind !== 'street';
  const label = result.room ? t('result.room', { label: result.label, room: result.room }) : result.label;
  return {
    query: exact ? result.to ?? result.id : result.position, label, detail: detailOf(result), position: result.position,
    drawing: drawingOfResult(result), element: result.id ?? null, kind: result.kind,
  };
}

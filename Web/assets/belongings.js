// What is an account's own: compounds and places found by name, departments by their word.
import { api, isAbandoned } from './api.js';
import { announce, debounce, el, show } from './dom.js';
import { field } from './fields.js';
import { icon } from './icons.js';
import { placeName } from './placewords.js';
import { kindName, t } from './text.js';

const pattern = /^(compound|place|department):(.+)$/;
/// Names of places by what an account has of them, learnt once for all accounts.
const names = new Map();

/// A belonging in words; what it is called comes later where it has to be asked for.
export function belongingName(text) {
  const [, what, rest] = pattern.exec(text) ?? [null, 'place', text];
  return what === 'department' ? t('own.department', { name: rest }) : names.get(text) ?? rest;
}

/// Learns what `belongings` are called, and calls `learnt` once something is known.
export async function learnNames(belongings, learnt) {
  const unknown = [...new Set(belongings)].filter((each) => /^(compound|place):/.test(each) && !names.has(each)).slice(0, 100);
  if (!unknown.length) return;
  await Promise.all(unknown.map(async (each) => {
    const place = await api.place(each.slice(each.indexOf(':') + 1)).catch(() => null);
    names.set(each, place ? placeName(place) : each.slice(each.indexOf(':') + 1));
  }));
  learnt();
}

/// Chooses what is one's own; `own` is changed in place. `key` tells forms apart, `departments` are words to offer.
export class Belongings {
  constructor(key, own, { departments = [] } = {}) {
    Object.assign(this, { key, own, departments, found: null, query: '', department: '' });
    this.list = el('div', { class: 'form' });
    this.results = el('div', {});
    this.later = debounce(() => this.#search(), 250);
  }

  view() {
    this.#fill();
    learnNames(this.own, () => this.#fill());
    const typed = (event) => {
      if (event.isComposing) return;
      this.query = event.target.value;
      this.later();
    };
    // Enter in a field of a form would send it.
    const held = (act) => (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      act();
    };
    return el('fieldset', { class: 'choice form own' }, el('legend', {}, t('own.title')), this.list,
      field(`${this.key}-own`, 'own.search', { type: 'search', value: this.query, oninput: typed, oncompositionend: typed, onkeydown: held(() => this.#search()) }, 'own.search.hint'), this.results,
      el('div', { class: 'line' }, el('div', { class: 'grow' },
        field(`${this.key}-department`, 'own.department.field', { type: 'text', maxlength: 60, list: `${this.key}-departments`, value: this.department, oninput: (event) => { this.department = event.target.value; }, onkeydown: held(() => this.#addDepartment()) }),
        el('datalist', { id: `${this.key}-departments` }, this.departments.map((name) => el('option', { value: name })))),
      el('button', { type: 'button', class: 'button low', 'data-key': `${this.key}-department-add`, onclick: () => this.#addDepartment() }, t('own.add'))));
  }

  #addDepartment() {
    const name = this.department.trim();
    if (!name) return;
    this.department = '';
    const input = document.getElementById(`${this.key}-department`);
    if (input) input.value = '';
    this.#add(`department:${name}`);
  }

  #add(belonging) {
    if (!this.own.includes(belonging)) this.own.push(belonging);
    announce(t('own.added', { name: belongingName(belonging) }));
    this.#fill();
    this.#fillResults();
  }

  #fill() {
    show(this.list, this.own.length ? el('ul', { class: 'chips' }, this.own.map((each) => el('li', {}, el('button', {
      type: 'button', class: 'chip', 'data-key': `${this.key}-without-${each}`, 'aria-label': t('own.remove', { name: belongingName(each) }), onclick: () => {
        this.own.splice(this.own.indexOf(each), 1);
        this.#fill();
      },
    }, belongingName(each), icon('close', 18))))) : el('p', { class: 'detail' }, t('own.none')));
  }

  async #search() {
    const q = this.query.trim();
    if (!q) {
      this.found = null;
      return this.#fillResults();
    }
    try {
      const { places } = await api.places({ q, limit: 8 }, 'own');
      this.found = places;
      announce(t('own.found', { n: places.length }));
    } catch (failure) {
      if (isAbandoned(failure)) return null;
      this.found = [];
    }
    return this.#fillResults();
  }

  #fillResults() {
    const { found } = this;
    show(this.results, found && (found.length ? el('ul', { class: 'rows' }, found.map((place) => {
      const belonging = `${place.placeKind === 'compound' ? 'compound' : 'place'}:${place.id}`;
      names.set(belonging, placeName(place));
      const has = this.own.includes(belonging);
      return el('li', {}, el('button', { type: 'button', class: 'row', 'data-key': `${this.key}-add-${place.id}`, disabled: has, onclick: () => this.#add(belonging) },
        icon(has ? 'check' : 'plus', 22), el('span', { class: 'grow' }, el('span', { class: 'row-label' }, placeName(place)), el('span', { class: 'detail' }, [kindName(place.placeKind), place.id].join(' · ')))));
    })) : el('p', { class: 'detail', role: 'status' }, t('own.nothing'))));
  }
}

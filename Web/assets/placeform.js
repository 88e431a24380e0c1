// The form that changes a place: only what differs is sent, and everybody else's proposal waits for a decision.
import { api } from './api.js';
import { el } from './dom.js';
import { field, hoursDraft, hoursField, hoursOf, select, sending, ticks } from './fields.js';
import { serviceName, services, statuses, statusName } from './placewords.js';
import { may } from './session.js';
import { choice } from './shell.js';
import { titleRow } from './sheet.js';
import { t } from './text.js';

const texts = [['name', 'place.name'], ['nameEnglish', 'place.nameEnglish'], ['operator', 'place.operator'], ['department', 'place.department'], ['contact', 'place.contact']];

export class PlaceForm {
  /// `counts` tells whether what is sent counts at once; `done` gets the edit.
  constructor(page, place, { counts, done, leave }) {
    Object.assign(this, { page, place, counts, done, leave });
    this.draft = {
      status: place.status, hours: hoursDraft(place.hours), services: [...place.services], price: place.price ?? '', capacity: place.capacity ?? '',
      name: place.nameLocal ?? '', nameEnglish: place.nameEnglish ?? '', operator: place.operator ?? '', department: place.department ?? '', contact: place.contact ?? '',
      checklist: Object.fromEntries(this.#items().map((item) => [item.item, place.checklist[item.item] ?? null])), inspected: page.desk.now().slice(0, 10), why: '',
    };
    this.element = el('section', { class: 'panel', id: 'place-form' });
    this.render();
  }

  #items() {
    return this.place.checklists.flatMap((list) => list.items).filter((item, row, all) => all.findIndex((each) => each.item === item.item) === row);
  }

  /// Whether what is sent counts at once but for what an inspection found: nobody inspects what is one's own.
  get #isHalf() {
    return this.counts && !may('inspect');
  }

  /// A compound has no hours of its own: its gates have.
  get #isCompound() {
    return this.place.compound?.id === this.place.id;
  }

  focus() {
    const heading = this.element.querySelector('h2');
    heading.tabIndex = -1;
    heading.focus();
  }

  #text(key, label, properties = {}) {
    return field(`place-${key}`, label, { type: 'text', maxlength: 200, value: this.draft[key], oninput: (event) => { this.draft[key] = event.target.value; }, ...properties });
  }

  render() {
    const { draft } = this;
    const again = () => this.render();
    const active = this.element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    this.element.replaceChildren(titleRow(t('place.form'), { leave: this.leave }), sending('place-edit', [
      choice('place.status', 'place-status', statuses.map((each) => [each, `status.${each}`]), draft.status, (each) => { draft.status = each; }, { grid: true }),
      !this.#isCompound && hoursField('place-hours', 'fact.hours', draft.hours, { changed: again }),
      ticks('place.services', 'place-service', [...new Set([...services, ...draft.services])].map((each) => [each, serviceName(each)]), draft.services, (each, on) => {
        draft.services = on ? [...draft.services, each] : draft.services.filter((other) => other !== each);
      }),
      el('div', { class: 'field-pair' }, this.#text('price', 'place.price.form', { type: 'number', min: 0, max: 100000, inputmode: 'numeric' }), !this.#isCompound && this.#text('capacity', 'place.capacity', { type: 'number', min: 0, max: 1000000, inputmode: 'numeric' })),
      this.#checklist(),
      el('details', { open: this.moreOpen, ontoggle: (event) => { this.moreOpen = event.target.open; } }, el('summary', { 'data-key': 'place-more' }, t('place.more')), el('div', { class: 'form' }, texts.map(([key, label]) => this.#text(key, label)))),
      this.#text('why', 'edit.why', { maxlength: 300 }),
    ], t(this.counts ? 'edit.save' : 'edit.send'), () => this.#send()));
    if (active) this.element.querySelector(`[data-key="${CSS.escape(active)}"]`)?.focus({ preventScroll: true });
  }

  /// What inspectors found, item by item, and on which day.
  #checklist() {
    const items = this.#items();
    if (!items.length) return null;
    return el('fieldset', { class: 'choice' }, el('legend', {}, t('place.checklist')), this.#isHalf && el('p', { class: 'detail', id: 'inspect-hint' }, t('place.checklist.waits')), el('div', { class: 'rules' },
      items.map((item) => select(`check-${item.item}`, item.name, [['', t('check.unknown')], ['yes', t('check.yes')], ['no', t('check.no')]],
        { true: 'yes', false: 'no', null: '' }[this.draft.checklist[item.item]], (value) => { this.draft.checklist[item.item] = { yes: true, no: false }[value] ?? null; })),
      field('place-inspected', 'place.inspected.form', { type: 'date', value: this.draft.inspected, max: this.page.desk.now().slice(0, 10), oninput: (event) => { this.draft.inspected = event.target.value; } })));
  }

  /// The properties that differ from what is known.
  #changes() {
    const { draft, place } = this;
    const changes = {};
    const put = (key, value, known) => { if (JSON.stringify(value) !== JSON.stringify(known)) changes[key] = value; };
    const number = (text) => (String(text).trim() === '' ? null : Number(text));
    put('status', draft.status, place.status);
    const hours = hoursOf(draft.hours);
    if (!this.#isCompound && hours !== null) put('hours', hours, place.hours);
    put('services', draft.services, place.services);
    put('price', number(draft.price), place.price);
    if (!this.#isCompound && number(draft.capacity) !== null) put('capacity', number(draft.capacity), place.capacity);
    const known = { ...place, name: place.nameLocal };
    for (const [key] of texts) {
      const text = draft[key].trim() || null;
      // Names are the map's: an empty field leaves them as they are.
      if (text !== null || !key.startsWith('name')) put(key, text, known[key] ?? null);
    }
    const found = Object.fromEntries(Object.entries(draft.checklist).filter(([item, value]) => value !== (place.checklist[item] ?? null)));
    if (Object.keys(found).length) Object.assign(changes, { checklist: found, inspected: draft.inspected || null });
    return changes;
  }

  async #send() {
    const properties = this.#changes();
    if (!Object.keys(properties).length) throw new Error(t('edit.nothing'));
    const { checklist, inspected, ...rest } = properties;
    // In two, so that what counts at once does not wait for what has to.
    const parts = this.#isHalf && checklist && Object.keys(rest).length ? [rest, { checklist, inspected }] : [properties];
    let edit = null;
    for (const part of parts) edit = await api.propose({ kind: this.#isCompound ? 'compound' : 'place', target: this.place.id, properties: part, ...(this.draft.why.trim() ? { why: this.draft.why.trim() } : {}) });
    this.done(edit, parts.length > 1);
  }
}

// The page of one place: what it is, whether it is open, its checklist, pictures, gates; and a form for whoever knows better.
import { api } from './api.js';
import { announce, byId, debounce, el, toast } from './dom.js';
import { coordinates } from './format.js';
import { drawingOf, icon } from './icons.js';
import { openDesk } from './desk.js';
import { authorOf, changesOf } from './editwords.js';
import { field, sending } from './fields.js';
import { point } from './map.js';
import { CompoundGates } from './placegates.js';
import { PlaceForm } from './placeform.js';
import { hoursWords } from './hours.js';
import { checklist, friendlyPill, longDay, occupancyWords, placeName, price, serviceName, statePill } from './placewords.js';
import { inCharge, may, session } from './session.js';
import { failureBox, waiting } from './shell.js';
import { onLanguage, t } from './text.js';

const asked = () => new URLSearchParams(location.search).get('id') ?? decodeURIComponent(location.hash.slice(1));

/// Whether what the signed-in person says of `place` counts at once, as far as pages can know: the server decides.
export function manages(place, action = 'acceptOwnEdit') {
  if (action === 'acceptOwnEdit' && place.mayEdit !== undefined) return place.mayEdit;
  const { may: rights, own } = session();
  if (rights[action] !== 'own') return may(action) && inCharge(action, [place.department].filter(Boolean));
  return (own.includes(`place:${place.id}`) || own.includes(`compound:${place.compound?.id ?? place.id}`));
}

class PlacePage {
  constructor(desk) {
    Object.assign(this, { desk, place: null, kinds: [], failure: null, form: null, history: null, said: null, counted: {} });
    this.gates = new CompoundGates(this);
    // A form that somebody fills in stays as it is.
    desk.listen(debounce(() => { if (!this.form) this.load({ quiet: true }); }, 300));
    onLanguage(() => { this.form?.render(); this.load({ quiet: true }); });
    addEventListener('hashchange', () => this.load());
    this.load();
  }

  async load({ quiet = false } = {}) {
    const id = asked();
    if (!quiet) this.desk.show(waiting(t('loading')));
    try {
      if (!/^(node|way|relation)\/-?\d+$/.test(id)) throw Object.assign(new Error(t('place.which')), { status: 404 });
      const [place, kinds] = await Promise.all([api.place(id), api.kinds()]);
      Object.assign(this, { place, kinds: kinds.kinds, failure: null });
      document.title = `${placeName(place)} · ${t('name')}`;
      this.history = (await api.edits({ target: id, limit: 200 })).edits.filter(({ status }) => status !== 'pending' || may('decideEdits'));
    } catch (failure) {
      this.failure = failure;
    }
    this.render();
    if (!quiet && this.place) this.#draw();
  }

  render() {
    if (this.failure) return this.desk.show(el('h1', {}, t('page.place')), failureBox(this.failure, this.failure.status === 404 ? null : () => this.load()), this.#back());
    const { place } = this;
    return this.desk.show(this.#back(), this.#head(), this.form?.element ?? [this.said && el('p', { class: 'note', id: 'said', role: 'status' }, icon('info'), el('span', {}, this.said)), this.#actions()],
      this.#facts(), !this.form && this.#occupancy(), place.checklists.map(checklist), place.compound?.id === place.id && this.gates.view(), this.#photos(), this.#history());
  }

  #back() {
    return el('p', {}, el('a', { class: 'button', href: '/places', 'data-key': 'back' }, icon('back'), t('place.back')));
  }

  #head() {
    const { place } = this;
    const kinds = place.kinds.map((kind) => this.kinds.find((each) => each.kind === kind)?.name ?? kind).join(t('list.weak'));
    const other = [place.nameLocal, place.nameEnglish, ...place.aliases].filter((name) => name && name !== place.name);
    return el('div', { class: 'place-head' }, el('span', { class: 'emblem' }, icon(drawingOf(place.placeKind ?? place.kinds[0]), 30)),
      el('div', { class: 'grow' }, el('h1', {}, placeName(place)), el('p', { class: 'detail' }, [kinds, ...new Set(other)].filter(Boolean).join(' · ')),
        el('p', { class: 'pills' }, friendlyPill(place), statePill(place))));
  }

  #actions() {
    const { place } = this;
    return el('div', { class: 'form' },
      el('a', { class: 'button primary wide', 'data-key': 'go', href: `/?to=${encodeURIComponent(place.id)}` }, icon('go'), t('place.take')),
      el('button', { type: 'button', class: 'button wide', 'data-key': 'edit', onclick: () => this.#edit() }, icon('flag'), t(manages(place) ? 'place.edit' : 'place.propose')),
      !manages(place) && el('p', { class: 'detail' }, t('place.propose.hint')));
  }

  #edit() {
    this.form = new PlaceForm(this, this.place, {
      counts: manages(this.place),
      done: (edit, half) => { this.form = null; this.#saved(edit, half); },
      leave: () => { this.form = null; this.render(); byId('content').querySelector('[data-key=edit]')?.focus(); },
    });
    this.render();
    this.form.focus();
  }

  /// Says what becomes of the edit, and when it counts.
  async #saved(edit, half = false) {
    this.said = t(half ? 'edit.half' : edit.status === 'pending' ? 'edit.waits' : edit.applied ? 'edit.applied' : 'edit.accepted');
    toast(this.said, { tone: 'good' });
    await this.load({ quiet: true });
    if (edit.status === 'accepted' && !edit.applied) this.#follow(edit);
  }

  async #follow({ id }) {
    for (let turn = 0; turn < 60; turn++) {
      await new Promise((done) => { setTimeout(done, 700); });
      const edit = await api.edit(id).catch(() => null);
      if (!edit?.applied && !edit?.problem) continue;
      this.said = edit.problem ? t('edit.problem', { problem: edit.problem }) : t('edit.applied');
      announce(this.said);
      return this.load({ quiet: true });
    }
    return null;
  }

  #facts() {
    const { place } = this;
    const rows = [
      ['fact.hours', place.hours || place.placeKind !== 'compound' ? [hoursWords(place.hours), place.hoursDoubt].filter(Boolean).join(t('list.strong')) : null], ['place.services', place.services.map(serviceName).join(t('list.weak'))],
      ['place.price.label', price(place)], ['place.capacity', place.capacity], ['place.free.label', occupancyWords(place, this.desk)], ['place.operator', place.operator], ['place.department', place.department],
      ['place.contact', place.contact], ['place.code', place.code], ['place.inspected', place.inspected && longDay(place.inspected)], ['place.inspector', place.inspector], ['fact.position', coordinates(place.position)], ['fact.id', place.id],
      ['fact.compound', place.compound && place.compound.id !== place.id && el('a', { href: `/place?id=${place.compound.id}` }, place.compound.name ?? place.compound.id)],
    ].filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false);
    return el('section', { class: 'panel' }, el('h2', {}, t('place.facts')), el('dl', { class: 'facts' }, rows.map(([label, value]) => el('div', {}, el('dt', {}, t(label)), el('dd', {}, value)))));
  }

  /// How full it is: whoever runs it says so with two numbers.
  #occupancy() {
    const { place } = this;
    if (place.placeKind === 'compound' || !manages(place, 'reportOccupancy')) return null;
    // What is being typed stays when the page is drawn anew.
    const draft = { free: '', of: place.occupancy?.of ?? place.capacity ?? '', ...this.counted };
    const number = (id, label, required) => field(id, label, { type: 'number', min: 0, max: 100000, inputmode: 'numeric', required, value: draft[id], oninput: (event) => { this.counted[id] = draft[id] = event.target.value; } });
    const send = async () => {
      await api.occupancy(place.id, { free: Number(draft.free), ...(draft.of === '' ? {} : { of: Number(draft.of) }) });
      this.counted = {};
      toast(t('place.free.done'), { tone: 'good' });
      await this.load({ quiet: true });
    };
    return el('section', { class: 'panel' }, el('h2', {}, t('place.free.title')),
      sending('occupancy', el('div', { class: 'field-pair' }, number('free', 'place.free.now.label', true), number('of', 'place.free.all', false)), t('place.free.send'), send));
  }

  #photos() {
    const { place } = this;
    const input = el('input', { id: 'photo', type: 'file', accept: 'image/jpeg,image/png', 'data-key': 'photo', onchange: () => this.#addPhoto(input) });
    return el('section', { class: 'panel' }, el('h2', {}, t('place.photos')),
      place.photos.length ? el('ul', { class: 'photos' }, place.photos.map((name, row) => el('li', {}, el('img', { src: `/v1/photos/${encodeURIComponent(name)}`, loading: 'lazy', alt: t('place.photo.alt', { n: row + 1, name: placeName(place) }) })))) : el('p', { class: 'detail' }, t('place.photos.none')),
      el('div', { class: 'field' }, el('label', { for: 'photo' }, t('place.photo.add')), input, el('p', { class: 'detail' }, t(manages(place) ? 'place.photo.hint' : 'place.photo.waits'))));
  }

  async #addPhoto(input) {
    const [file] = input.files;
    if (!file) return;
    input.disabled = true;
    try {
      const { status } = await api.addPhoto(this.place.id, file);
      this.said = t(status === 'pending' ? 'edit.waits' : 'place.photo.done');
      toast(this.said, { tone: 'good' });
      await this.load({ quiet: true });
    } catch (failure) {
      input.disabled = false;
      toast(failure.message, { tone: 'warn' });
    }
  }

  #history() {
    if (!this.history) return null;
    // As they came into force: the first one holds.
    const list = [...this.history].sort((a, b) => (b.holds ?? b.sequence) - (a.holds ?? a.sequence));
    return el('section', { class: 'panel', id: 'history' }, el('h2', {}, t('place.history')),
      list.length ? el('ul', { class: 'rows' }, list.map((edit) => el('li', {}, el('details', {},
        el('summary', { 'data-key': `edit-${edit.id}` }, el('span', { class: 'grow' }, el('span', { class: 'row-label' }, `${t(`edit.status.${edit.status}`)} · ${longDay(this.desk.local(edit.createdAt))}`), el('span', { class: 'detail' }, [authorOf(edit), edit.why].filter(Boolean).join(' · ')))),
        el('dl', { class: 'changes' }, changesOf(edit, edit.before, this.kinds).map(({ label, before, after }) => el('div', {}, el('dt', {}, label), el('dd', {}, before !== null && [el('del', {}, el('span', { class: 'unseen' }, t('change.before')), before), ' → '], el('ins', {}, el('span', { class: 'unseen' }, t('change.after')), after))))))))) : el('p', { class: 'detail' }, t('place.history.none')),
      may('decideEdits') && el('a', { class: 'button', href: '/moderation' }, t('page.moderation')));
  }

  #draw() {
    const { place, desk } = this;
    desk.map.put('marks', [point(place.position, { icon: 'picked', anchor: 'bottom', label: placeName(place) })]);
    desk.map.look(place.position, { zoom: place.compound?.id === place.id ? 16.6 : 17 });
  }
}

openDesk((desk) => new PlacePage(desk));

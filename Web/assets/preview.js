// The journey that a rider would get: as things are, and with what is about to be saved.
import { api, isAbandoned } from './api.js';
import { el, show } from './dom.js';
import { clock, distance, duration, typedPosition } from './format.js';
import { field } from './fields.js';
import { icon } from './icons.js';
import { draw, extent } from './journeymap.js';
import { choice, waiting } from './shell.js';
import { gateFacts } from './things.js';
import { passName, t } from './text.js';

export class Preview {
  /// `edit` gives the edit as it is filled in; `desk` the city and the map.
  constructor(desk, edit) {
    Object.assign(this, { desk, edit, from: '', to: '', by: 'ebike', passes: [], depart: desk.now(), answer: null });
    this.result = el('div', { class: 'form', id: 'preview-result', role: 'status' });
  }

  /// Starts anew at another place: what was answered no longer holds.
  reset() {
    this.answer = null;
    this.#fill();
  }

  view(changed) {
    const { desk } = this;
    const end = (key, label) => el('div', { class: 'line' }, el('div', { class: 'grow' }, field(`preview-${key}`, label, { type: 'text', spellcheck: 'false', value: this[key], oninput: (event) => { this[key] = event.target.value; } })),
      el('button', { type: 'button', class: 'button', css: { 'align-self': 'end' }, 'data-key': `centre-${key}`, 'aria-label': t('preview.centre.of', { end: t(label) }), onclick: () => { this[key] = desk.map.centre().join(','); changed(); } }, icon('pointer', 20), t('preview.centre')));
    this.#fill();
    return el('div', { class: 'form', id: 'preview' },
      el('p', { class: 'detail' }, t('preview.hint')),
      end('from', 'preview.from'), end('to', 'preview.to'),
      choice('journey.by', 'preview-by', desk.city.modes.map((mode) => [mode, `mode.${mode}`]), this.by, (by) => { this.by = by; }, { grid: true }),
      el('fieldset', { class: 'choice' }, el('legend', {}, t('preview.pass')), el('div', { class: 'chips' }, ['badge', 'registered', 'visitor', 'resident'].map((pass) => el('label', { class: 'chip check' },
        el('input', { type: 'checkbox', checked: this.passes.includes(pass), 'data-key': `preview-pass-${pass}`, onchange: (event) => { this.passes = event.target.checked ? [...this.passes, pass] : this.passes.filter((other) => other !== pass); } }),
        el('span', { class: 'chip-face' }, icon('check', 18), passName(pass)))))),
      field('preview-depart', 'preview.depart', { type: 'datetime-local', value: this.depart.slice(0, 16), oninput: (event) => { this.depart = event.target.value || desk.now(); } }),
      el('button', { type: 'button', class: 'button wide', 'data-key': 'preview', onclick: () => this.ask() }, icon('go'), t('preview.ask')),
      this.result);
  }

  #end(text) {
    return typedPosition(text, this.desk.city.bounds) ?? text.trim();
  }

  async ask() {
    const edit = this.edit();
    if (!edit) return this.#say({ words: t('preview.nothing') });
    if (!this.from.trim() || !this.to.trim()) return this.#say({ words: t('preview.ends') });
    this.#say({ looking: true });
    try {
      const answer = await api.preview({ edits: [edit], from: this.#end(this.from), to: this.#end(this.to), by: this.by, pass: this.passes, depart: this.depart });
      this.#say({ journeys: answer });
      const list = [answer.after, answer.before].filter((journey) => journey?.geometry);
      draw(this.desk.map, list, 0, {});
      this.desk.map.fit(list.flatMap(extent), { extra: 50 });
    } catch (failure) {
      if (isAbandoned(failure)) return;
      this.#say({ words: failure.status === 404 || failure.status === 405 ? t('preview.none') : failure.message });
    }
  }

  #say(answer) {
    this.answer = answer;
    this.#fill();
  }

  #fill() {
    const { answer } = this;
    if (!answer) return show(this.result);
    if (answer.looking) return show(this.result, waiting(t('journey.looking')));
    if (answer.words) return show(this.result, el('p', { class: 'note' }, icon('info'), el('span', {}, answer.words)));
    const { before, after } = answer.journeys;
    return show(this.result, el('p', { class: 'count-line' }, verdict(before, after)),
      el('div', { class: 'compare' }, el('div', {}, this.#side('preview.before', before)), el('div', { class: 'after' }, this.#side('preview.after', after))));
  }

  /// One of the two journeys: how long, when, and what each gate asks of the rider.
  #side(title, journey) {
    const reached = journey && journey.status !== 'unreachable';
    return [
      el('h3', {}, t(title)),
      reached ? [el('strong', {}, duration(journey.duration)), el('p', { class: 'detail' }, [distance(journey.distance), t('journey.arrive', { time: clock(journey.arrival, journey.departure) })].join(' · '))]
        : [el('strong', {}, t('journey.unreachable')), el('p', { class: 'detail' }, journey?.reason)],
      reached && (journey.gates.length ? el('ul', {}, journey.gates.map((gate) => el('li', { class: 'detail' }, `${gate.name ?? gate.compound ?? t('journey.gate.unnamed')}${t('list.colon')}${gateFacts(gate, journey.departure).join(t('list.weak'))}`))) : el('p', { class: 'detail' }, t('journey.gates.none'))),
    ];
  }

  /// Takes what was drawn off the map.
  clear() {
    this.answer = null;
    draw(this.desk.map, [], 0, {});
  }
}

function verdict(before, after) {
  const reach = (journey) => Boolean(journey) && journey.status !== 'unreachable';
  if (!reach(before) && !reach(after)) return t('preview.never');
  if (!reach(before)) return t('preview.opens', { duration: duration(after.duration) });
  if (!reach(after)) return t('preview.shuts');
  const gain = Math.round(before.duration - after.duration);
  if (Math.abs(gain) < 1) return t('preview.same', { duration: duration(after.duration) });
  return t(gain > 0 ? 'preview.faster' : 'preview.slower', { duration: duration(Math.abs(gain)) });
}

// What somebody would be told at the gate, by the rule as it is filled in.
import { api, isAbandoned } from './api.js';
import { el, show } from './dom.js';
import { field } from './fields.js';
import { icon } from './icons.js';
import { choice, waiting } from './shell.js';
import { passName, t } from './text.js';

const means = [['foot', 'mode.foot'], ['pushing', 'ruletest.pushing'], ['ebike', 'mode.ebike'], ['bicycle', 'mode.bicycle'], ['motorcycle', 'mode.motorcycle'], ['car', 'mode.car']];
const weathers = ['none', 'heavy-rain', 'typhoon'];

export class RuleTest {
  /// `edit` gives the edit as it is filled in.
  constructor(desk, edit) {
    Object.assign(this, { edit, by: 'ebike', passes: [], at: desk.now(), weather: 'none', answer: null });
    this.result = el('div', { id: 'ruletest-result', role: 'status' });
  }

  /// What was answered no longer holds.
  reset() {
    this.answer = null;
    this.#fill();
  }

  view() {
    this.#fill();
    return el('div', { class: 'form', id: 'ruletest' },
      el('p', { class: 'detail' }, t('ruletest.hint')),
      choice('ruletest.by', 'ruletest-by', means, this.by, (by) => { this.by = by; }, { grid: true }),
      el('fieldset', { class: 'choice' }, el('legend', {}, t('preview.pass')), el('div', { class: 'chips' }, ['badge', 'registered', 'visitor', 'resident'].map((pass) => el('label', { class: 'chip check' },
        el('input', { type: 'checkbox', checked: this.passes.includes(pass), 'data-key': `ruletest-pass-${pass}`, onchange: (event) => { this.passes = event.target.checked ? [...this.passes, pass] : this.passes.filter((other) => other !== pass); } }),
        el('span', { class: 'chip-face' }, icon('check', 18), passName(pass)))))),
      field('ruletest-at', 'ruletest.at', { type: 'datetime-local', value: this.at.slice(0, 16), required: true, oninput: (event) => { this.at = event.target.value || this.at; } }),
      choice('ruletest.weather', 'ruletest-weather', weathers.map((weather) => [weather, `ruletest.weather.${weather}`]), this.weather, (weather) => { this.weather = weather; }),
      el('button', { type: 'button', class: 'button wide', 'data-key': 'ruletest', onclick: () => this.ask() }, icon('badge'), t('ruletest.ask')),
      this.result);
  }

  async ask() {
    const edit = this.edit();
    if (!edit) return this.#say({ words: t('preview.nothing') });
    this.#say({ looking: true });
    try {
      const { by, passes: pass, at, weather } = this;
      this.#say({ told: await api.ruleTest({ ...(edit.target ? { gate: edit.target } : {}), rule: edit.properties?.rule ?? {}, by, pass, at: at.slice(0, 16), weather }) });
    } catch (failure) {
      if (!isAbandoned(failure)) this.#say({ words: failure.message });
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
    if (answer.words) return show(this.result, el('p', { class: 'note warn' }, icon('alert'), el('span', {}, answer.words)));
    const { passes, sentence } = answer.told;
    return show(this.result, el('p', { class: passes ? 'note' : 'note warn', 'data-passes': String(passes) }, icon(passes ? 'check' : 'bar'), el('span', {}, sentence)));
  }
}

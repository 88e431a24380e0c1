// The gates of a compound, as the map shows them, each with its rule in words; and the board that hangs at a gate.
import { api, boardAddress } from './api.js';
import { byId, debounce, el, show } from './dom.js';
import { gateSign, icon } from './icons.js';
import { hoursWords } from './placewords.js';
import { ruleText } from './rule.js';
import { choice, failureBox, waiting } from './shell.js';
import { nameOf } from './things.js';
import { has, language, t } from './text.js';

const papers = ['A4', 'A3', 'A2'];

export class CompoundGates {
  constructor(page) {
    Object.assign(this, { page, gates: [], rules: new Map(), paper: 'A3', gate: '', picture: null });
    this.list = el('div', { class: 'form' });
    this.board = el('div', { class: 'form board' });
    page.desk.map.map?.on('idle', debounce(() => this.#look(), 150));
  }

  view() {
    this.#fill();
    this.#fillBoard();
    return el('section', { class: 'panel', id: 'gates' }, el('h2', {}, t('gates.title')), this.list, el('h3', {}, t('board.title')), this.board);
  }

  /// Takes in the gates that are drawn; a map that was moved forgets none.
  #look() {
    const { place, desk } = this.page;
    if (!place || place.compound?.id !== place.id) return;
    const names = [place.nameLocal, place.nameEnglish, place.name];
    const found = desk.gatesInView().filter((gate) => names.includes(gate.properties.compound) && !this.gates.some(({ id }) => id === gate.id));
    if (!found.length) return;
    this.gates = [...this.gates, ...found].sort((a, b) => a.id.localeCompare(b.id));
    this.#fill();
    this.#fillBoard();
    for (const gate of found) this.#ask(gate.id);
  }

  /// What was said of the gate's rule in full; the map knows less.
  async #ask(id) {
    const { edits } = await api.edits({ target: id, status: 'accepted', limit: 200 }).catch(() => ({ edits: [] }));
    const rule = edits.findLast((edit) => edit.properties?.rule)?.properties.rule;
    if (!rule) return;
    this.rules.set(id, rule);
    this.#fill();
  }

  #fill() {
    show(this.list, this.gates.length ? el('ul', { class: 'rows' }, this.gates.map((gate) => {
      const { properties: p, position, id } = gate;
      const words = ruleText(this.rules.get(id)) || [t(has(`rule.${p.rule}`) ? `rule.${p.rule}` : 'rule.unknown'), p.hours && hoursWords(p.hours)].filter(Boolean).join(' · ');
      return el('li', { class: 'line' }, el('button', { type: 'button', class: 'row grow', 'data-key': `gate-${id}`, onclick: () => { byId('map-box').scrollIntoView({ block: 'nearest' }); this.page.desk.map.look(position, { zoom: 18.5 }); } },
        gateSign(p.rule ?? 'unknown', 34), el('span', { class: 'grow' }, el('span', { class: 'row-label' }, nameOf(p) ?? t('thing.gate')), el('span', { class: 'detail' }, words))),
      el('a', { class: 'button', href: `/editor?gate=${id}&at=${position.join(',')}`, 'aria-label': t('gates.edit.of', { name: nameOf(p) ?? id }) }, t('gates.edit')));
    })) : el('p', { class: 'detail' }, t('gates.none')));
  }

  #question(more) {
    return { gate: this.gate, paper: this.paper, language: language(), ...more };
  }

  #fillBoard() {
    const { place } = this.page;
    const held = this.picture;
    const boardGates = this.gates.filter(({ properties }) => !properties.inferred);
    show(this.board,
      el('p', { class: 'detail' }, t('board.hint')),
      boardGates.length > 1 && choice('board.gate', 'board-gate', [['', 'board.gate.any'], ...boardGates.map(({ id, properties }) => [id, nameOf(properties) ?? id])], this.gate, (gate) => { this.gate = gate; this.picture = null; this.#fillBoard(); }, { grid: true }),
      choice('board.paper', 'board-paper', papers.map((paper) => [paper, paper]), this.paper, (paper) => { this.paper = paper; this.picture = null; this.#fillBoard(); }),
      held === null && el('button', { type: 'button', class: 'button wide', 'data-key': 'board-show', onclick: () => this.#preview() }, icon('layers'), t('board.show')),
      held === 'waiting' && waiting(t('board.waiting')),
      held === 'none' && el('p', { class: 'note', role: 'status' }, icon('info'), el('span', {}, t('board.none'))),
      held?.failure && failureBox(held.failure, () => this.#preview()),
      held?.address && [
        el('img', { src: held.address, alt: t('board.alt', { name: place.name ?? place.id }) }),
        el('div', { class: 'actions' }, ['pdf', 'svg', 'png'].map((format) => el('a', { class: 'button grow', href: boardAddress(place.id, this.#question({ format })), download: true }, t(`format.${format}`)))),
      ]);
  }

  async #preview() {
    const asked = this.#question({ format: 'png' });
    this.#picture('waiting');
    try {
      const answer = await api.board(this.page.place.id, asked);
      if (answer.status === 404) return this.#picture('none');
      if (!answer.ok) throw new Error(t('error.server', { status: answer.status }));
      return this.#picture({ address: URL.createObjectURL(await answer.blob()) });
    } catch (failure) {
      return this.#picture({ failure: failure instanceof TypeError ? new Error(t('error.unreachable')) : failure });
    }
  }

  #picture(next) {
    if (this.picture?.address) URL.revokeObjectURL(this.picture.address);
    this.picture = next;
    this.#fillBoard();
  }
}

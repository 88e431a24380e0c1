// The gates of a compound, each with its rule in words; and the board that hangs at a gate.
import { api, boardAddress } from './api.js';
import { byId, el, show } from './dom.js';
import { gateSign, icon } from './icons.js';
import { choice, failureBox, waiting } from './shell.js';
import { language, t } from './text.js';

const papers = ['A3', 'A2', 'A1'];

export class CompoundGates {
  constructor(page) {
    Object.assign(this, { page, gates: [], of: null, looking: true, failure: null, paper: 'A3', gate: '', picture: null });
    this.list = el('div', { class: 'form' });
    this.board = el('div', { class: 'form board' });
  }

  view() {
    if (this.page.place !== this.of) this.#load();
    this.#fill();
    this.#fillBoard();
    return el('section', { class: 'panel', id: 'gates' }, el('h2', {}, t('gates.title')), this.list, el('h3', {}, t('board.title')), this.board);
  }

  /// Asks for the gates whenever the place was asked for anew.
  async #load() {
    const { place } = this.page;
    this.of = place;
    const answer = await api.gates(place.id).catch((failure) => ({ gates: this.gates, failure }));
    if (place !== this.of) return;
    Object.assign(this, { gates: answer.gates, failure: answer.failure ?? null, looking: false });
    this.#fill();
    this.#fillBoard();
  }

  #fill() {
    show(this.list, this.looking && waiting(t('loading')), this.failure && failureBox(this.failure, () => this.#load()),
      this.gates.length ? el('ul', { class: 'rows' }, this.gates.map((gate) => this.#row(gate))) : !this.looking && !this.failure && el('p', { class: 'detail' }, t('gates.none')));
  }

  #row({ id, name, position, sign, sentence, inferred }) {
    return el('li', { class: 'line' }, el('button', { type: 'button', class: 'row grow', 'data-key': `gate-${id}`, onclick: () => { byId('map-box').scrollIntoView({ block: 'nearest' }); this.page.desk.map.look(position, { zoom: 18.5 }); } },
      gateSign(sign, 34), el('span', { class: 'grow' }, el('span', { class: 'row-label' }, name ?? t('thing.gate')), el('span', { class: 'detail' }, sentence))),
    // Where the map has none, the gate is yet to be drawn.
    el('a', { class: 'button', href: inferred ? `/editor?what=gate&at=${position.join(',')}` : `/editor?gate=${id}&at=${position.join(',')}`, 'aria-label': t('gates.edit.of', { name: name ?? id }) }, t('gates.edit')));
  }

  #question(more) {
    return { gate: this.gate, paper: this.paper, language: language(), ...more };
  }

  #fillBoard() {
    const { place } = this.page;
    const held = this.picture;
    const boardGates = this.gates.filter(({ inferred }) => !inferred);
    show(this.board,
      el('p', { class: 'detail' }, t('board.hint')),
      boardGates.length > 1 && choice('board.gate', 'board-gate', [['', 'board.gate.any'], ...boardGates.map(({ id, name }) => [id, name ?? id])], this.gate, (gate) => { this.gate = gate; this.picture = null; this.#fillBoard(); }, { grid: true }),
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

// How far one gets from a point: shaded bands on the map and the same as a table.
import { api, isAbandoned } from './api.js';
import { announce, el } from './dom.js';
import { coordinates, count } from './format.js';
import { icon } from './icons.js';
import { point } from './map.js';
import { choice, failureBox, waiting } from './shell.js';
import { t } from './text.js';

const minutes = [5, 10, 15];
const modes = ['foot', 'ebike'];

export class ReachTab {
  constructor(page) {
    Object.assign(this, { page, by: 'foot', from: null, label: null, answer: null, failure: null, looking: false });
  }

  view() {
    const { from, label, answer, failure, looking } = this;
    return [
      el('h2', {}, t('reach.title')),
      choice('journey.by', 'reach-by', modes.map((mode) => [mode, `mode.${mode}`]), this.by, (mode) => { this.by = mode; if (this.from) this.ask(); else this.page.render(); }, { hideTitle: true, drawing: (mode) => mode }),
      el('div', { class: 'line' }, el('span', { class: 'grow' }, from ? label ?? coordinates(from) : t('reach.none')),
        from && el('button', { type: 'button', class: 'button', 'data-key': 'reach-clear', onclick: () => this.clear() }, t('reach.clear'))),
      el('button', { type: 'button', class: from ? 'button wide' : 'button primary wide', 'data-key': 'reach-pick', onclick: () => this.pick() }, icon('pointer'), t('reach.pick')),
      looking && waiting(t('reach.looking')),
      failure && failureBox(failure, () => this.ask()),
      answer && !looking && this.#table(answer),
    ];
  }

  #table(answer) {
    return el('table', { id: 'reach-table' }, el('caption', {}, t('reach.caption', { by: t(`mode.${answer.mode}`) })),
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, t('reach.band')), el('th', { scope: 'col' }, t('reach.count')))),
      el('tbody', {}, answer.bands.map((band, index) => el('tr', {},
        el('td', {}, el('span', { class: `band-key band-${index}`, 'aria-hidden': 'true' }), t('reach.within', { n: band.minutes })),
        el('td', {}, t('reach.doors', { n: count(band.doors) }))))));
  }

  pick() {
    const { page } = this;
    page.picker.open(t('reach.pick'), {
      done: (position, thing) => this.start(thing?.position ?? position, thing?.properties?.name ?? null),
      leave: () => page.render('half'),
    });
  }

  start(position, label = null) {
    Object.assign(this, { from: position, label });
    this.ask();
  }

  clear() {
    Object.assign(this, { from: null, answer: null, failure: null });
    this.page.map.put('reach', []);
    this.page.map.put('marks', []);
    this.page.render();
  }

  /// Asks anew when something was closed or lifted meanwhile.
  refresh() {
    if (this.from && this.answer) this.ask({ quiet: true });
  }

  async ask({ quiet = false } = {}) {
    const { page } = this;
    if (!quiet) {
      Object.assign(this, { looking: true, failure: null });
      page.map.put('marks', [point(this.from, { icon: 'picked', anchor: 'bottom' })]);
      page.render('half');
    }
    try {
      this.answer = await api.reach({ from: coordinates(this.from), minutes: minutes.join(','), by: this.by });
      Object.assign(this, { looking: false, failure: null });
      this.#draw(quiet);
      if (!quiet) announce(this.answer.bands.map((band) => t('reach.said', { n: band.minutes, doors: count(band.doors) })).join('. '));
    } catch (error) {
      if (isAbandoned(error)) return;
      Object.assign(this, { looking: false, failure: error });
    }
    if (page.tab === 'reach' && !page.card) page.refresh();
  }

  #draw(quiet) {
    const bands = this.answer.bands.map((band, index) => ({
      type: 'Feature', geometry: band.area, properties: { band: index, label: t('time.minutes', { n: band.minutes }) },
    }));
    // The widest first, so that the nearer ones lie above it.
    this.page.map.put('reach', bands.toReversed());
    const outer = this.answer.bands.at(-1)?.area?.coordinates.flat(2) ?? [];
    if (!quiet && outer.length) requestAnimationFrame(() => this.page.map.fit(outer, { extra: 16 }));
  }
}

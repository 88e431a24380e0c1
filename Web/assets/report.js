// The form with which anybody reports what is wrong at a place.
import { api } from './api.js';
import { el, toast } from './dom.js';
import { coordinates } from './format.js';
import { choice } from './shell.js';
import { titleRow } from './sheet.js';
import { placeOfThing } from './things.js';
import { t } from './text.js';

const kinds = ['gate-closed', 'gate-missing', 'path-blocked', 'wall-missing', 'wrong-door', 'other'];

/// A report that is being written on the rider's page.
export class Report {
  /// About `place`, {position, object?, label?}; afterwards `page` shows what it showed before.
  constructor(page, place) {
    Object.assign(this, { page, place, draft: {}, back: page.view });
  }

  show() {
    const { page, place, draft } = this;
    page.sheet.show(this, 'full', reportForm({ place, draft, leave: () => { page.view = this.back; page.render(); }, pick: () => this.#pick() }));
  }

  #pick() {
    const { page } = this;
    page.picker.open(t('report.where'), {
      done: (position, thing) => {
        this.place = { position: thing?.position ?? position, object: thing?.id ?? undefined, label: thing ? placeOfThing(thing, position).label : undefined };
        page.render();
      },
      leave: () => page.render(),
    });
  }
}

/// The view of the sheet; `pick` lets one choose another point, `leave` goes back.
function reportForm({ place, draft, pick, leave }) {
  const error = el('p', { class: 'field-error', role: 'alert', hidden: true });
  const text = el('textarea', { id: 'report-text', rows: 3, maxlength: 1000, value: draft.text ?? '', oninput: (event) => { draft.text = event.target.value; } });
  const send = async (event) => {
    event.preventDefault();
    const button = event.target.querySelector('[type=submit]');
    button.disabled = true;
    try {
      const report = { position: place.position, kind: draft.kind ?? kinds[0], text: text.value.trim() };
      if (place.object) report.object = place.object;
      const { id } = await api.report(report);
      toast(t('report.thanks', { id }), { tone: 'good' });
      leave();
    } catch (failure) {
      error.textContent = failure.message;
      error.hidden = false;
      button.disabled = false;
    }
  };
  draft.kind ??= kinds[0];
  return el('form', { class: 'form', onsubmit: send },
    el('div', { 'data-peek': true }, titleRow(t('report.title'), { leave })),
    choice('report.kind', 'report-kind', kinds.map((kind) => [kind, `report.${kind}`]), draft.kind, (kind) => { draft.kind = kind; }, { grid: true }),
    el('div', { class: 'field' }, el('label', { for: 'report-text' }, t('report.text')), text),
    el('div', { class: 'field' }, el('span', { class: 'label' }, t('report.where')),
      el('div', { class: 'line' }, el('span', { class: 'grow' }, place.label ?? coordinates(place.position)),
        el('button', { type: 'button', class: 'button', onclick: pick }, t('report.pick')))),
    error,
    el('button', { type: 'submit', class: 'button primary wide' }, t('report.send')),
    el('p', { class: 'detail' }, t('report.privacy')));
}

// Closures on the explore page: the list for everybody; with the token, closing gates, streets and areas, and lifting.
import { api } from './api.js';
import { el, toast } from './dom.js';
import { civilTime, clock } from './format.js';
import { whatIsClosed } from './closures.js';
import { gateSign, icon } from './icons.js';
import { point } from './map.js';
import { choice, failureBox, waiting } from './shell.js';
import { titleRow } from './sheet.js';
import { loadSession, may, onSession, session } from './session.js';
import { token } from './store.js';
import { has, t } from './text.js';

const reasons = ['works', 'event', 'accident', 'weather'];
const spans = ['1', '4', '24', 'lifted', 'custom'];

/// Whether the person may close anything: by the tab's token, or as whoever is signed in.
export const mayClose = () => Boolean(token.get()) || may('close');

export class ClosuresTab {
  constructor(page) {
    // `open` tells whether the form that closes is shown, `again` shows it anew.
    Object.assign(this, { page, reports: null, failure: null, open: false, again: null });
    onSession(() => this.#resume());
    if (token.get()) this.#resume();
    loadSession();
  }

  /// Goes on duty after the tab was loaded again, unless the token is no longer right.
  async #resume() {
    this.failure = null;
    if (!mayClose()) return;
    try {
      await this.#loadReports();
    } catch (failure) {
      if (failure.status === 401 || failure.status === 403) token.set(null);
      else this.failure = failure;
    }
    if (this.page.tab === 'closures' || this.page.card) this.page.refresh();
  }

  view() {
    const { all, failure } = this.page.closures;
    return [
      el('section', {},
        el('div', { class: 'line' }, el('h2', { class: 'grow' }, t('closures.title')), el('span', { class: 'count-pill' }, all.length)),
        failure ? failureBox(failure, () => this.page.closures.load()) : el('p', { class: 'detail' }, t('closures.live')),
        failure && !all.length ? null : all.length ? el('ul', { class: 'rows', id: 'closure-list' }, all.map((closure) => this.row(closure))) : el('p', {}, t('closures.none'))),
      mayClose() ? this.#duty() : this.#entrance(),
    ];
  }

  /// One closure: what, why, until when; officers may lift it.
  row(closure) {
    const { position } = closure;
    const opens = closure.effect === 'opens';
    const now = this.page.now();
    const planned = closure.from && closure.from > now;
    const times = [
      planned && t('closures.planned'), planned && t('closures.from', { time: clock(closure.from, now) }),
      closure.until ? t('closures.until', { time: clock(closure.until, now) }) : t('closures.open-ended'),
    ];
    const everybody = this.page.city.modes.every((mode) => closure.modes?.includes(mode));
    const [label, other] = closure.name ? [whatIsClosed(closure), closure.reason] : [closure.reason || t('closures.noreason'), whatIsClosed(closure)];
    const modes = everybody ? [] : (closure.modes ?? []).filter((mode) => has(`mode.${mode}`)).map((mode) => t(`mode.${mode}`));
    return el('li', { class: 'line' },
      el('button', { type: 'button', class: 'row grow', 'data-key': `closure-${closure.id}`, onclick: () => position && this.page.map.look(position, { zoom: 17 }) },
        gateSign(opens ? 'open' : 'closed', 34),
        el('span', { class: 'grow' }, el('span', { class: 'row-label' }, label),
          el('span', { class: 'detail' }, [other, opens && t('closures.opens'), ...modes, ...times].filter(Boolean).join(' · ')))),
      mayClose() && el('button', { type: 'button', class: 'button', 'data-key': `lift-${closure.id}`, onclick: (event) => this.#lift(closure, event.currentTarget) }, t(opens ? 'closures.end' : 'closures.lift')));
  }

  #entrance() {
    const input = el('input', { id: 'officer-token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, value: this.typed ?? '', 'data-key': 'token', oninput: () => { this.typed = input.value; } });
    const error = el('p', { class: 'field-error', role: 'alert', hidden: true });
    const enter = async (event) => {
      event.preventDefault();
      token.set(input.value.trim());
      try {
        await this.#loadReports();
        this.typed = null;
        this.page.render();
      } catch (failure) {
        token.set(null);
        error.textContent = failure.message;
        error.hidden = false;
        input.focus();
      }
    };
    return el('form', { class: 'form', onsubmit: enter },
      el('div', {}, el('h2', {}, t('officer.title')), el('p', { class: 'detail' }, t('officer.hint'))),
      el('a', { class: 'button primary wide', href: '/sign-in', 'data-key': 'sign-in' }, icon('officer'), t('officer.signin')),
      el('h3', {}, t('officer.or')),
      el('div', { class: 'field' }, el('label', { for: 'officer-token' }, t('officer.token')), input), error,
      el('button', { type: 'submit', class: 'button wide' }, t('officer.enter')),
      el('p', { class: 'detail' }, t('officer.kept')));
  }

  async #loadReports() {
    this.reports = token.get() || may('readReports') ? (await api.reports()).reports ?? [] : [];
  }

  #duty() {
    const leave = () => { token.set(null); this.reports = null; this.page.render(); };
    return [
      el('section', { class: 'form' }, el('h2', {}, t('officer.title')), el('p', { class: 'note' }, icon('officer'), el('span', { class: 'grow' }, token.get() ? t('officer.on') : t('officer.as', { name: session().account.name }))),
        el('button', { type: 'button', class: 'button wide', 'data-key': 'area', onclick: () => this.#drawArea() }, icon('area'), t('officer.area')),
        token.get() ? el('button', { type: 'button', class: 'button wide', 'data-key': 'off-duty', onclick: leave }, t('officer.leave'))
          : el('a', { class: 'button wide', href: '/sign-in', 'data-key': 'account' }, t('officer.account'))),
      (token.get() || may('readReports')) && el('section', {}, el('h3', {}, t('officer.reports')), this.failure ? failureBox(this.failure, () => this.#resume()) : !this.reports ? waiting(t('loading')) : this.reports.length
        ? el('ul', { class: 'rows' }, this.reports.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, 50).map((report) => el('li', {}, el('button', {
          type: 'button', class: 'row', 'data-key': `report-${report.id}`, onclick: () => this.#showReport(report),
        }, el('span', { class: 'row-icon' }, icon('flag')), el('span', { class: 'grow' },
          el('span', { class: 'row-label' }, report.text || t(has(`report.${report.kind}`) ? `report.${report.kind}` : 'report.other')),
          el('span', { class: 'detail' }, [t(has(`report.${report.kind}`) ? `report.${report.kind}` : 'report.other'), this.#timeOf(report)].join(' · ')))))))
        : el('p', { class: 'detail' }, t('officer.reports.none'))),
    ];
  }

  /// When a report was made, on the city's clocks: the server tells it in UTC.
  #timeOf({ createdAt }) {
    return clock(civilTime(Date.parse(createdAt), this.page.city.timeZone), this.page.now());
  }

  #showReport(report) {
    this.page.map.put('marks', [point(report.position, { icon: 'report', anchor: 'bottom' })]);
    this.page.map.look(report.position, { zoom: 17.5 });
  }

  async #lift(closure, button) {
    button.disabled = true;
    try {
      await api.lift(closure.id);
      toast(t('officer.lifted'), { tone: 'good' });
      this.page.closures.remove(closure);
    } catch (failure) {
      button.disabled = false;
      toast(failure.message, { tone: 'warn' });
    }
  }

  // An area, corner by corner.

  #drawArea() {
    const corners = [];
    const { page } = this;
    const redraw = () => {
      page.map.put('draft', shape(corners));
      page.picker.render();
    };
    const finish = () => {
      page.picker.close();
      this.form({ target: { type: 'Polygon', coordinates: [[...corners, corners[0]]] }, what: t('closures.area'), position: corners[0] });
    };
    page.picker.open(t('officer.area'), {
      keep: true, label: 'officer.area.corner', hint: 'officer.area.hint',
      done: (position) => { corners.push(position); redraw(); },
      leave: () => { page.map.put('draft', []); page.render('half'); },
      extra: () => el('div', { class: 'actions' },
        el('button', { type: 'button', class: 'button grow', disabled: corners.length === 0, 'data-key': 'undo', onclick: () => { corners.pop(); redraw(); } }, t('officer.area.undo')),
        el('button', { type: 'button', class: 'button grow', disabled: corners.length < 3, 'data-key': 'done', onclick: finish }, t('officer.area.done', { n: corners.length }))),
    });
  }

  // The form that closes.

  form({ target, what, position }) {
    const draft = { effect: 'closes', reason: '', span: '1', modes: new Set(), custom: this.page.now(120) };
    this.open = true;
    this.page.map.put('marks', position && typeof target === 'string' ? [point(position, { icon: 'closure' })] : []);
    this.again = () => this.#show({ target, what, draft });
    this.again();
    this.page.sheet.focus();
  }

  /// Forgets the form; what is shown next stands in its place.
  leave() {
    if (!this.open) return;
    Object.assign(this, { open: false, again: null });
    this.page.map.put('draft', []);
    this.page.map.put('marks', []);
  }

  #show({ target, what, draft }) {
    const { again } = this;
    const error = el('p', { class: 'field-error', role: 'alert', hidden: true });
    const reason = el('input', { id: 'close-reason', type: 'text', maxlength: 200, required: true, value: draft.reason, 'data-key': 'reason', oninput: (event) => { draft.reason = event.target.value; } });
    const opens = draft.effect === 'opens';
    const send = async (event) => {
      event.preventDefault();
      const button = event.target.querySelector('[type=submit]');
      button.disabled = true;
      try {
        const closure = await api.close(this.#closure(target, draft));
        if (this.again === again) {
          this.page.tab = 'closures';
          this.page.leaveCard();
        }
        this.page.closures.add(closure);
        toast(t(opens ? 'officer.done.open' : 'officer.done', { what }), { tone: 'good' });
      } catch (failure) {
        if (this.again !== again) return toast(failure.message, { tone: 'warn' });
        error.textContent = failure.message;
        error.hidden = false;
        button.disabled = false;
      }
    };
    this.page.sheet.show(again, 'full', el('form', { class: 'form', id: 'close-form', onsubmit: send },
      el('div', { 'data-peek': true }, titleRow(t(opens ? 'officer.open.title' : 'officer.close.title', { what }), { leave: () => this.page.leaveCard() })),
      typeof target === 'string' && choice('officer.effect', 'effect', [['closes', 'officer.effect.closes'], ['opens', 'officer.effect.opens']], draft.effect, (effect) => { draft.effect = effect; again(); }, { hideTitle: true }),
      el('div', { class: 'field' }, el('label', { for: 'close-reason' }, t('officer.reason')), reason,
        el('div', { class: 'chips' }, reasons.map((each) => el('button', {
          type: 'button', class: 'chip', 'data-key': `reason-${each}`, onclick: () => { draft.reason = t(`officer.reason.${each}`); reason.value = draft.reason; },
        }, t(`officer.reason.${each}`))))),
      choice('officer.until', 'until', spans.map((span) => [span, `officer.until.${span}`]), draft.span, (span) => { draft.span = span; again(); }),
      draft.span === 'custom' && el('div', { class: 'field' }, el('label', { for: 'close-until' }, t('officer.until')),
        el('input', { id: 'close-until', type: 'datetime-local', value: draft.custom, required: true, 'data-key': 'close-until', onchange: (event) => { draft.custom = event.target.value; } })),
      el('fieldset', { class: 'choice' }, el('legend', {}, `${t(opens ? 'officer.modes.open' : 'officer.modes')}${draft.modes.size ? '' : ` ${t('officer.modes.all')}`}`),
        el('div', { class: 'chips' }, this.page.city.modes.map((mode) => el('label', { class: 'chip check' },
          el('input', { type: 'checkbox', checked: draft.modes.has(mode), 'data-key': `close-${mode}`, onchange: (event) => { if (event.target.checked) draft.modes.add(mode); else draft.modes.delete(mode); again(); } }),
          el('span', { class: 'chip-face' }, icon('check', 18), t(`mode.${mode}`)))))),
      error,
      el('button', { type: 'submit', class: opens ? 'button primary wide' : 'button danger wide' }, icon(opens ? 'opening' : 'bar'), t(opens ? 'officer.open' : 'officer.close'))));
  }

  #closure(target, draft) {
    const closure = { target, reason: draft.reason.trim() };
    if (draft.effect === 'opens') closure.effect = 'opens';
    const hours = Number(draft.span);
    if (Number.isFinite(hours)) closure.until = this.page.now(hours * 60);
    else if (draft.span === 'custom') closure.until = draft.custom;
    if (draft.modes.size) closure.modes = [...draft.modes];
    return closure;
  }
}

/// What was drawn so far: corners, the line between them, and from three on the area.
function shape(corners) {
  const line = corners.length < 2 ? [] : [{ type: 'Feature', geometry: { type: 'LineString', coordinates: corners }, properties: {} }];
  const area = corners.length < 3 ? [] : [{ type: 'Feature', geometry: { type: 'Polygon', coordinates: [[...corners, corners[0]]] }, properties: {} }];
  return [...area, ...line, ...corners.map((corner) => point(corner, {}))];
}

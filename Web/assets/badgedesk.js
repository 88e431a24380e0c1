// Badges, for whoever issues them: a new one, its QR code on the screen and on paper, all of them, and taking one back.
import { api, qrAddress } from './api.js';
import { day } from './accounts.js';
import { byId, el, show, toast } from './dom.js';
import { confirming, field, select, sending, ticks } from './fields.js';
import { count } from './format.js';
import { icon } from './icons.js';
import { pill } from './placewords.js';
import { choice, failureBox, waiting } from './shell.js';
import { passName, t } from './text.js';

const lives = ['7', '30', '90', '365', '730'];
const passes = ['badge', 'registered', 'visitor', 'resident', 'staff'];
const page = 50;
const states = ['good', 'early', 'over', 'revoked'];

export class BadgeDesk {
  /// `accounts` knows the names of accounts, for whoever may see them; else null.
  constructor(accounts) {
    Object.assign(this, { accounts, list: null, failure: null, q: '', state: '', shown: page, open: null, draft: null, issued: null });
    this.element = el('div', { class: 'form', id: 'badges' });
    this.results = el('div', { class: 'form' });
  }

  async load() {
    try {
      this.list = (await api.badges()).badges.sort((a, b) => b.issuedAt.localeCompare(a.issuedAt));
      this.failure = null;
    } catch (failure) {
      this.failure = failure;
    }
    this.render();
  }

  render() {
    if (this.failure) return show(this.element, failureBox(this.failure, () => this.load()));
    if (!this.list) return show(this.element, waiting(t('loading')));
    show(this.element, this.issued && this.#issued(), this.draft ? this.#form() : el('button', { type: 'button', class: 'button primary wide', 'data-key': 'new-badge', onclick: () => this.#begin() }, icon('plus'), t('badges.new')),
      el('form', { class: 'field-pair', role: 'search', 'aria-label': t('badges.filter'), onsubmit: (event) => event.preventDefault() },
        field('badges-q', 'badges.q', { type: 'search', value: this.q, oninput: (event) => { this.q = event.target.value; this.shown = page; this.#fill(); } }),
        select('badges-state', t('badges.state'), [['', t('badges.state.any')], ...states.map((state) => [state, t(`badges.is.${state}`)])], this.state, (state) => { this.state = state; this.shown = page; this.#fill(); })),
      this.results);
    return this.#fill();
  }

  #holder({ account }) {
    return account ? this.accounts?.name(account) ?? account : null;
  }

  #fill() {
    const q = this.q.trim().toLowerCase();
    const found = this.list.filter((badge) => (!this.state || stateOf(badge) === this.state) && (!q || [badge.number, badge.account ?? '', this.#holder(badge) ?? ''].some((text) => text.toLowerCase().includes(q))));
    show(this.results, el('p', { class: 'count-line', role: 'status', id: 'badge-count' }, t('badges.count', { n: count(found.length), all: count(this.list.length) })),
      found.length ? el('ul', { class: 'rows', id: 'badge-list' }, found.slice(0, this.shown).map((badge) => el('li', { 'data-number': badge.number }, this.#row(badge))))
        : el('p', { class: 'note' }, icon('info'), t(this.list.length ? 'badges.nothing' : 'badges.none')),
      found.length > this.shown && el('button', { type: 'button', class: 'button wide', 'data-key': 'badges-more', onclick: () => { this.shown += page; this.#fill(); } }, t('accounts.more', { n: count(found.length - this.shown) })));
  }

  #row(badge) {
    const { number } = badge;
    const isOpen = this.open === number;
    const state = stateOf(badge);
    return [
      el('button', { type: 'button', class: 'row', 'data-key': `badge-${number}`, 'aria-expanded': String(isOpen), onclick: () => { this.open = isOpen ? null : number; this.#fill(); } },
        el('span', { class: 'emblem' }, icon('badge')),
        el('span', { class: 'grow' }, el('span', { class: 'row-label' }, [number, this.#holder(badge)].filter(Boolean).join(' · ')), el('span', { class: 'detail' }, this.#facts(badge)),
          el('span', { class: 'pills' }, pill({ good: 'good', early: 'wait', over: 'wait', revoked: 'bad' }[state], { good: 'check', early: 'clock', over: 'clock', revoked: 'close' }[state], t(`badges.is.${state}`)))), el('span', { class: 'caret', 'aria-hidden': 'true' })),
      isOpen && el('div', { class: 'drawer' }, this.#drawer(badge)),
    ];
  }

  #facts(badge) {
    return [badge.passes.map(passName).join(t('list.weak')), t({ revoked: 'badges.revoked.at', early: 'badges.from' }[stateOf(badge)] ?? 'badges.until', { day: day(badge.revokedAt ?? (stateOf(badge) === 'early' ? badge.from : badge.until)) })].join(' · ');
  }

  #drawer(badge) {
    if (!['good', 'early'].includes(stateOf(badge))) return el('p', {}, t(`badges.hint.${stateOf(badge)}`));
    return [
      this.#code(badge),
      el('div', { class: 'actions wrap' }, this.#printing(badge), el('a', { class: 'button', href: qrAddress(badge.number), download: `${badge.number}.svg` }, t('badges.picture')),
        confirming(`revoke-${badge.number}`, t('badges.revoke'), t('badges.revoke.ask', { number: badge.number }), () => this.#revoke(badge))),
    ];
  }

  #code(badge) {
    return el('figure', { class: 'badge-card' }, el('img', { class: 'qr', src: qrAddress(badge.number), alt: t('sign.badge.alt', { number: badge.number }), width: 280, height: 280 }),
      el('figcaption', {}, el('strong', {}, badge.number), el('span', { class: 'detail' }, this.#facts(badge))));
  }

  #printing(badge) {
    return el('button', { type: 'button', class: 'button', 'data-key': `print-${badge.number}`, onclick: () => this.#print(badge) }, icon('copy', 20), t('badges.print'));
  }

  /// Prints the badge alone, at the size of a card.
  async #print(badge) {
    const sheet = el('div', { id: 'print-sheet' }, el('div', { class: 'badge-print' }, el('p', { class: 'badge-print-name' }, t('badges.paper')), this.#code(badge), el('p', {}, t('badges.paper.hint'))));
    document.body.append(sheet);
    addEventListener('afterprint', () => sheet.remove(), { once: true });
    await sheet.querySelector('img').decode().catch(() => {});
    print();
  }

  async #revoke(badge) {
    await api.revokeBadge(badge.number);
    const now = new Date().toISOString();
    this.list = this.list.map((each) => (each.number === badge.number ? { ...each, revokedAt: now } : each));
    if (this.issued?.number === badge.number) this.issued = null;
    toast(t('badges.revoked', { number: badge.number }), { tone: 'good' });
    this.render();
  }

  // A new one.

  #begin() {
    Object.assign(this, { draft: { whose: this.accounts ? 'account' : 'number', account: '', number: '', passes: ['badge'], days: '365' }, issued: null });
    this.render();
    byId('badge-new')?.querySelector('h2').focus();
  }

  #form() {
    const { draft } = this;
    const isAccount = draft.whose === 'account';
    const riders = (this.accounts?.list ?? []).filter((account) => !account.disabled && account.role === 'rider');
    const text = (key, label, properties, hint) => field(`badge-${key}`, label, { type: 'text', spellcheck: 'false', autocapitalize: 'off', value: draft[key], oninput: (event) => { draft[key] = event.target.value; }, ...properties }, hint);
    const issue = async () => {
      if (!draft.passes.length) throw new Error(t('badges.passes.missing'));
      const account = isAccount ? this.#account(draft.account.trim()) : null;
      const number = draft.number.trim();
      this.issued = await api.issueBadge({ ...(account ? { account } : {}), ...(number ? { number } : {}), passes: draft.passes, days: Number(draft.days) });
      this.draft = null;
      await this.load();
      byId('badge-issued')?.focus();
      toast(t('badges.issued', { number: this.issued.number }), { tone: 'good' });
    };
    return el('section', { class: 'panel', id: 'badge-new' },
      el('div', { class: 'title-row' }, el('h2', { class: 'grow', tabindex: '-1' }, t('badges.new')), el('button', { type: 'button', class: 'round quiet', 'aria-label': t('close'), 'data-key': 'badge-leave', onclick: () => { this.draft = null; this.render(); this.element.querySelector('[data-key=new-badge]').focus(); } }, icon('close'))),
      sending('issue-badge', [
        choice('badges.whose', 'badge-whose', [['account', 'badges.whose.account'], ['number', 'badges.whose.number']], draft.whose, (whose) => { draft.whose = whose; this.render(); }),
        isAccount && text('account', 'badges.account', { required: true, list: this.accounts ? 'badge-riders' : null }, 'badges.account.hint'),
        isAccount && this.accounts && el('datalist', { id: 'badge-riders' }, riders.map(({ name }) => el('option', { value: name }))),
        text('number', 'badges.number', { required: !isAccount, maxlength: 24, pattern: '[A-Za-z0-9._:\\-]+', title: t('badges.number.form') }, isAccount ? 'badges.number.free' : 'badges.number.hint'),
        ticks('badges.passes', 'badge-pass', passes.map((pass) => [pass, passName(pass)]), draft.passes, (pass, on) => { draft.passes = on ? [...draft.passes, pass] : draft.passes.filter((other) => other !== pass); }),
        choice('badges.days', 'badge-days', lives.map((days) => [days, `badges.life.${days}`]), draft.days, (days) => { draft.days = days; }, { grid: true }),
      ], t('badges.issue'), issue));
  }

  /// The account that was named; whoever may not see which there are gives a name, and the server knows it.
  #account(text) {
    if (!this.accounts) return text;
    const known = this.accounts.list?.find(({ name, id }) => name === text || id === text);
    if (!known) throw new Error(t('badges.account.unknown', { name: text }));
    return known.id;
  }

  #issued() {
    const badge = this.issued;
    return el('section', { class: 'panel made', id: 'badge-issued', tabindex: '-1', 'aria-labelledby': 'badge-issued-title' },
      el('h2', { id: 'badge-issued-title' }, t('badges.issued', { number: badge.number })), this.#code(badge),
      el('p', { class: 'detail' }, t(badge.account ? 'badges.issued.account' : 'badges.issued.number')),
      el('div', { class: 'actions wrap' }, this.#printing(badge), el('button', { type: 'button', class: 'button', 'data-key': 'badge-issued-done', onclick: () => { this.issued = null; this.render(); } }, t('badges.done'))));
  }
}

/// Whether a badge is good, over, revoked or good later on only.
function stateOf(badge) {
  if (badge.revokedAt) return 'revoked';
  if (Date.parse(badge.from) > Date.now()) return 'early';
  return Date.parse(badge.until) < Date.now() ? 'over' : 'good';
}

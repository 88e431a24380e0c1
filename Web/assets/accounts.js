// Accounts, for administrators: who has one, what each may do and where; new ones, and passwords that were forgotten.
import { api } from './api.js';
import { announce, byId, el, show, toast } from './dom.js';
import { Belongings, belongingName, learnNames } from './belongings.js';
import { confirming, field, secret, select, sending } from './fields.js';
import { count } from './format.js';
import { icon } from './icons.js';
import { pill } from './placewords.js';
import { failureBox, waiting } from './shell.js';
import { session } from './session.js';
import { language, t } from './text.js';

const roles = ['rider', 'manager', 'operator', 'officer', 'planner', 'administrator'];
/// Roles whose rights end where what is their own ends.
const bound = ['manager', 'operator', 'officer'];
const page = 50;

export class Accounts {
  constructor() {
    Object.assign(this, { list: null, failure: null, q: '', role: '', shown: page, open: null, made: null, draft: null });
    this.element = el('div', { class: 'form', id: 'accounts' });
    this.results = el('div', { class: 'form' });
  }

  async load() {
    try {
      this.list = (await api.accounts()).accounts.sort((a, b) => a.name.localeCompare(b.name));
      this.failure = null;
    } catch (failure) {
      this.failure = failure;
    }
    this.render();
    if (this.list) learnNames(this.list.flatMap(({ own }) => own), () => this.#fill());
  }

  /// What the account `id` is called; null for what is unknown here.
  name(id) {
    return this.list?.find((account) => account.id === id)?.name ?? null;
  }

  #departments() {
    return [...new Set(this.list.flatMap(({ own }) => own).filter((each) => each.startsWith('department:')).map((each) => each.slice(11)))];
  }

  render() {
    if (this.failure) return show(this.element, failureBox(this.failure, () => this.load()));
    if (!this.list) return show(this.element, waiting(t('loading')));
    show(this.element, this.made && this.#password(this.made), this.draft ? this.#newForm() : el('button', { type: 'button', class: 'button primary wide', 'data-key': 'new-account', onclick: () => this.#begin() }, icon('plus'), t('accounts.new')),
      el('form', { class: 'field-pair', role: 'search', 'aria-label': t('accounts.filter'), onsubmit: (event) => event.preventDefault() },
        field('accounts-q', 'accounts.q', { type: 'search', value: this.q, oninput: (event) => { this.q = event.target.value; this.shown = page; this.#fill(); } }),
        select('accounts-role', t('accounts.role'), [['', t('accounts.role.any')], ...roles.map((role) => [role, t(`role.${role}`)]), ['disabled', t('accounts.disabled')]], this.role, (role) => { this.role = role; this.shown = page; this.#fill(); })),
      this.results);
    return this.#fill();
  }

  #found() {
    const q = this.q.trim().toLowerCase();
    return this.list.filter((account) => (!this.role || (this.role === 'disabled' ? account.disabled : account.role === this.role && !account.disabled))
      && (!q || [account.name, account.id, ...account.own, ...account.own.map(belongingName)].some((text) => text.toLowerCase().includes(q))));
  }

  #fill() {
    const found = this.#found();
    show(this.results, el('p', { class: 'count-line', role: 'status', id: 'account-count' }, t('accounts.count', { n: count(found.length), all: count(this.list.length) })),
      found.length ? el('ul', { class: 'rows', id: 'account-list' }, found.slice(0, this.shown).map((account) => el('li', {}, this.#row(account))))
        : el('p', { class: 'note' }, icon('info'), t('accounts.none')),
      found.length > this.shown && el('button', { type: 'button', class: 'button wide', 'data-key': 'accounts-more', onclick: () => { this.shown += page; this.#fill(); } }, t('accounts.more', { n: count(found.length - this.shown) })));
  }

  #row(account) {
    const { id } = account;
    const isOpen = this.open?.id === id;
    const toggle = () => {
      this.open = isOpen ? null : { id, role: account.role, own: [...account.own] };
      this.#fill();
    };
    return [
      el('button', { type: 'button', class: 'row', 'data-key': `account-${id}`, 'aria-expanded': String(isOpen), onclick: toggle },
        el('span', { class: 'emblem' }, icon({ rider: 'ebike', manager: 'compound', operator: 'station', officer: 'officer', planner: 'list', administrator: 'lock' }[account.role], 24)),
        el('span', { class: 'grow' }, el('span', { class: 'row-label' }, account.name),
          el('span', { class: 'detail' }, [t(`role.${account.role}`), account.own.map(belongingName).join(t('list.weak'))].filter(Boolean).join(' · ')),
          el('span', { class: 'pills' }, account.disabled && pill('bad', 'bar', t('accounts.is.disabled')), id === session().account?.id && pill('', 'check', t('accounts.is.me')))),
        el('span', { class: 'caret', 'aria-hidden': 'true' })),
      isOpen && this.#details(account),
    ];
  }

  #details(account) {
    const draft = this.open;
    const isMe = account.id === session().account?.id;
    const changed = draft.role !== account.role || JSON.stringify(draft.own) !== JSON.stringify(account.own);
    const save = async () => {
      const isSame = draft.role === account.role && JSON.stringify(draft.own) === JSON.stringify(account.own);
      if (isSame) throw new Error(t('edit.nothing'));
      this.#replace(await api.changeAccount(account.id, { role: draft.role, own: draft.own }));
      toast(t('accounts.saved', { name: account.name }), { tone: 'good' });
    };
    return el('div', { class: 'drawer', id: `drawer-${account.id}`, 'data-changed': String(changed) },
      el('dl', { class: 'facts' }, el('div', {}, el('dt', {}, t('accounts.id')), el('dd', {}, account.id)), el('div', {}, el('dt', {}, t('accounts.since')), el('dd', {}, day(account.createdAt)))),
      isMe ? el('p', { class: 'detail' }, t('accounts.me.hint')) : sending(`save-${account.id}`, this.#fields(`a-${account.id}`, draft, () => this.#fill()), t('edit.save'), save),
      !isMe && el('div', { class: 'actions wrap' },
        confirming(`password-${account.id}`, t('accounts.password'), t('accounts.password.ask', { name: account.name }), async () => {
          this.made = await api.changeAccount(account.id, { newPassword: true });
          this.#replace({ ...this.made, password: undefined });
          this.render();
          byId('account-made')?.focus();
        }, { danger: false }),
        account.disabled ? el('button', { type: 'button', class: 'button', 'data-key': `enable-${account.id}`, onclick: (event) => this.#switch(event, account, false) }, t('accounts.enable'))
          : confirming(`disable-${account.id}`, t('accounts.disable'), t('accounts.disable.ask', { name: account.name }), () => this.#disable(account, true))));
  }

  async #switch(event, account, disabled) {
    event.target.disabled = true;
    try {
      await this.#disable(account, disabled);
    } catch (failure) {
      toast(failure.message, { tone: 'warn' });
      this.#fill();
    }
  }

  async #disable(account, disabled) {
    this.#replace(await api.changeAccount(account.id, { disabled }));
    toast(t(disabled ? 'accounts.disabled.done' : 'accounts.enabled.done', { name: account.name }), { tone: 'good' });
  }

  #replace(account) {
    this.list = this.list.map((each) => (each.id === account.id ? account : each));
    this.open = { id: account.id, role: account.role, own: [...account.own] };
    this.#fill();
  }

  /// Role and belongings of an account that is made or changed.
  #fields(key, draft, changed) {
    return [
      select(`${key}-role`, t('accounts.role'), roles.map((role) => [role, t(`role.${role}`)]), draft.role, (role) => { draft.role = role; changed(); }),
      el('p', { class: 'detail' }, t(`accounts.may.${draft.role}`)),
      bound.includes(draft.role) || draft.own.length ? new Belongings(key, draft.own, { departments: this.#departments() }).view() : null,
      draft.role === 'officer' && el('p', { class: 'detail' }, t('own.officer')),
    ];
  }

  #begin() {
    this.draft = { name: '', role: 'rider', own: [] };
    this.made = null;
    this.render();
    byId('account-name')?.focus();
  }

  #newForm() {
    const { draft } = this;
    const make = async () => {
      const own = draft.own;
      if (['manager', 'operator'].includes(draft.role) && !own.length) throw new Error(t('own.missing'));
      const made = await api.addAccount({ name: draft.name.trim(), role: draft.role, own });
      Object.assign(this, { made, draft: null, q: '', role: '' });
      this.list = [...this.list, { ...made, password: undefined }].sort((a, b) => a.name.localeCompare(b.name));
      this.render();
      byId('account-made')?.focus();
      announce(t('accounts.made', { name: made.name }));
    };
    return el('section', { class: 'panel', id: 'account-new' },
      el('div', { class: 'title-row' }, el('h2', { class: 'grow' }, t('accounts.new')), el('button', { type: 'button', class: 'round quiet', 'aria-label': t('close'), 'data-key': 'account-leave', onclick: () => { this.draft = null; this.render(); this.element.querySelector('[data-key=new-account]').focus(); } }, icon('close'))),
      sending('make-account', [
        field('account-name', 'accounts.name', { type: 'text', required: true, maxlength: 64, autocapitalize: 'off', spellcheck: 'false', value: draft.name, oninput: (event) => { draft.name = event.target.value; } }, 'accounts.name.hint'),
        this.#fields('new', draft, () => this.render()),
      ], t('accounts.make'), make));
  }

  /// A password that the server made: it is seen this once.
  #password(made) {
    return el('section', { class: 'panel made', id: 'account-made', tabindex: '-1', 'aria-labelledby': 'account-made-title' },
      el('h2', { id: 'account-made-title' }, t('accounts.made', { name: made.name })), el('p', {}, t('accounts.password.once')),
      secret('account-password', made.password),
      el('p', { class: 'detail' }, t('accounts.password.next')),
      el('button', { type: 'button', class: 'button', 'data-key': 'account-made-done', onclick: () => { this.made = null; this.render(); this.element.querySelector('button')?.focus(); } }, t('accounts.password.done')));
  }
}

/// The day of a moment.
export const day = (text) => new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium' }).format(Date.parse(text));

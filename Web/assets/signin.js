// Signing in and out, and one's own account: password, API tokens, badges, one's data.
import { api } from './api.js';
import { belongingName, learnNames } from './belongings.js';
import { byId, el, show, toast } from './dom.js';
import { icon } from './icons.js';
import { failureBox, openShell, waiting } from './shell.js';
import { loadSession, may, session, setSession } from './session.js';
import { language, onLanguage, passName, t } from './text.js';

const scopes = { read: ['readReports', 'exportData'], edits: ['acceptOwnEdit', 'inspect', 'decideEdits'], closures: ['close'], occupancy: ['reportOccupancy'], badges: ['issueBadges', 'showOwnBadge'], matters: ['handleMatters'], import: ['importRegistry'], admin: ['manageAccounts', 'takeBackups', 'reloadCity'] };
const lives = ['30', '90', '365'];

const view = { tokens: null, badges: null, failure: null, secret: null, name: '' };

/// A form that says what went wrong below its fields and stays as it was filled in.
function form(name, fields, button, act, { danger = false } = {}) {
  const error = el('p', { class: 'field-error', role: 'alert', hidden: true });
  const send = async (event) => {
    event.preventDefault();
    const submit = event.target.querySelector('[type=submit]');
    submit.disabled = true;
    error.hidden = true;
    try {
      await act(event.target);
    } catch (failure) {
      error.textContent = failure.message;
      error.hidden = false;
      event.target.querySelector('input')?.focus();
    } finally {
      submit.disabled = false;
    }
  };
  return el('form', { class: 'form', id: name, onsubmit: send }, fields, error,
    el('button', { type: 'submit', class: danger ? 'button danger wide' : 'button primary wide', 'data-key': `${name}-send` }, t(button)));
}

function field(id, label, properties, hint) {
  return el('div', { class: 'field' }, el('label', { for: id }, t(label)),
    el('input', { id, name: id, required: true, 'data-key': id, 'aria-describedby': hint ? `${id}-hint` : null, ...properties }),
    hint && el('p', { class: 'detail', id: `${id}-hint` }, t(hint)));
}

const password = (id, label, autocomplete, hint) => field(id, label, { type: 'password', autocomplete, minlength: autocomplete === 'new-password' ? 10 : null }, hint);

function date(text) {
  return new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium' }).format(Date.parse(text));
}

// Signed out.

function entrance() {
  const enter = async (target) => {
    view.name = target['sign-name'].value;
    setSession(await api.signIn(target['sign-name'].value, target['sign-password'].value));
    view.name = '';
    await load();
    byId('account-title')?.focus();
    toast(t('sign.done'), { tone: 'good' });
  };
  return [
    el('div', {}, el('h1', {}, t('sign.title')), el('p', { class: 'detail' }, t('sign.hint'))),
    el('section', { class: 'panel' }, form('sign-in', [
      field('sign-name', 'sign.name', { type: 'text', autocomplete: 'username', autocapitalize: 'off', spellcheck: 'false', value: view.name }),
      password('sign-password', 'sign.password', 'current-password'),
    ], 'sign.enter', enter)),
    el('p', { class: 'detail' }, t('sign.none')),
  ];
}

// Signed in.

function account() {
  const { role, account: own, own: belongings } = session();
  const leave = async () => {
    try { await api.signOut(); } catch (failure) { return toast(failure.message, { tone: 'warn' }); }
    Object.assign(view, { tokens: null, badges: null, secret: null });
    setSession(null);
    render();
    byId('sign-name')?.focus();
    return toast(t('sign.left'));
  };
  return [
    el('div', { class: 'who' }, el('h1', { id: 'account-title', tabindex: '-1' }, own.name), el('p', {}, el('span', { class: 'pill' }, t(`role.${role}`)))),
    badges(),
    el('section', { class: 'panel' },
      el('h2', {}, t('sign.may')),
      el('ul', { class: 'plain' }, duties().map((key) => el('li', { class: 'line' }, icon('check', 20), el('span', { class: 'grow' }, t(key))))),
      belongings.length > 0 && el('p', { class: 'detail' }, t('sign.own', { list: belongings.map(belongingName).join(t('list.weak')) })),
      belongings.filter((each) => /^(?:compound|place):(?:node|way|relation)\/-?\d+$/.test(each)).map((each) => el('a', { class: 'button wide', href: `/place?id=${each.slice(each.indexOf(':') + 1)}` }, icon('place'), t('sign.place', { id: belongingName(each) }))),
      may('acceptOwnEdit') && el('a', { class: 'button wide', href: '/editor' }, icon('gate'), t('page.editor')),
      may('decideEdits') && el('a', { class: 'button wide', href: '/moderation' }, icon('flag'), t('page.moderation')),
      may('close') && el('a', { class: 'button wide', href: '/explore#closures' }, icon('layers'), t('sign.explore')),
      (may('manageAccounts') || may('issueBadges')) && el('a', { class: 'button wide', href: '/people' }, icon('badge'), t('page.people')),
      (may('importRegistry') || may('exportData')) && el('a', { class: 'button wide', href: '/import' }, icon('copy'), t('page.import')),
      el('button', { type: 'button', class: 'button wide', 'data-key': 'sign-out', onclick: leave }, t('sign.leave'))),
    tokens(), changePassword(), data(),
  ];
}

/// What the account may do beyond what everybody may, each in a few words.
const duties = () => {
  const found = ['acceptOwnEdit', 'inspect', 'decideEdits', 'close', 'readReports', 'reportOccupancy', 'issueBadges', 'importRegistry', 'exportData', 'manageAccounts'].filter(may);
  const keys = found.map((action) => (session().may[action] === 'own' ? `may.${action}.own` : `may.${action}`));
  return keys.length ? keys : ['may.report'];
};

function badges() {
  if (!may('showOwnBadge') || may('issueBadges')) return null;
  const good = (view.badges ?? []).filter((badge) => badge.code);
  return el('section', { class: 'panel' }, el('h2', {}, t('sign.badge')),
    good.length ? good.map((badge) => [
      el('img', { class: 'qr', src: `/v1/badges/${encodeURIComponent(badge.number)}/qr`, alt: t('sign.badge.alt', { number: badge.number }) }),
      el('p', {}, t('sign.badge.facts', { number: badge.number, passes: badge.passes.map(passName).join(' · '), until: date(badge.until) })),
      el('p', { class: 'detail' }, t('sign.badge.hint')),
    ]) : [el('p', { class: 'detail' }, t('sign.badge.none')), el('p', {}, t('sign.badge.id', { name: session().account.name }))]);
}

function tokens() {
  const make = async (target) => {
    const chosen = [...target.querySelectorAll('[name=scope]:checked')].map((each) => each.value);
    const made = await api.makeToken({ name: target['token-name'].value.trim(), scopes: chosen, days: Number(target.days.value) });
    view.secret = made;
    await load();
    byId('token-secret')?.focus();
  };
  const remove = async (token) => {
    try { await api.removeToken(token.id); } catch (failure) { return toast(failure.message, { tone: 'warn' }); }
    if (view.secret?.id === token.id) view.secret = null;
    await load();
    return toast(t('token.removed'), { tone: 'good' });
  };
  const offered = Object.entries(scopes).filter(([, actions]) => actions.some(may)).map(([scope]) => scope);
  return el('section', { class: 'panel' },
    el('div', {}, el('h2', {}, t('token.title')), el('p', { class: 'detail' }, t('token.hint'))),
    view.secret && el('div', { class: 'form' }, el('p', { id: 'token-note' }, t('token.once')),
      el('p', { class: 'secret', id: 'token-secret', tabindex: '0', 'aria-describedby': 'token-note' }, view.secret.token)),
    view.tokens?.length ? el('ul', { class: 'rows' }, view.tokens.map((token) => el('li', { class: 'line' },
      el('div', { class: 'grow' }, el('span', { class: 'row-label' }, token.name),
        el('span', { class: 'detail' }, [token.scopes.map((scope) => t(`scope.${scope}`)).join(' · '), t('token.until', { time: date(token.endsAt) })].join(' · '))),
      el('button', { type: 'button', class: 'button', 'data-key': `remove-${token.id}`, 'aria-label': t('token.remove.of', { name: token.name }), onclick: () => remove(token) }, t('token.remove')))))
      : el('p', { class: 'detail' }, t('token.none')),
    offered.length > 0 && el('details', {}, el('summary', { 'data-key': 'token-form' }, t('token.make')), form('make-token', [
      field('token-name', 'token.name', { type: 'text', maxlength: 80, autocomplete: 'off' }),
      el('fieldset', { class: 'choice' }, el('legend', {}, t('token.scopes')), el('div', { class: 'chips' }, offered.map((scope) => el('label', { class: 'chip check' },
        el('input', { type: 'checkbox', name: 'scope', value: scope, 'data-key': `scope-${scope}` }), el('span', { class: 'chip-face' }, icon('check', 18), t(`scope.${scope}`)))))),
      el('fieldset', { class: 'choice' }, el('legend', {}, t('token.days')), el('div', { class: 'segments' }, lives.map((days) => el('label', { class: 'segment' },
        el('input', { type: 'radio', name: 'days', value: days, checked: days === '90', 'data-key': `days-${days}` }), el('span', { class: 'segment-face' }, el('span', { class: 'segment-text' }, t('token.life', { n: days }))))))),
    ], 'token.make', make)));
}

function changePassword() {
  const change = async (target) => {
    await api.setPassword(target['password-now'].value, target['password-new'].value);
    target.reset();
    await load();
    toast(t('password.done'), { tone: 'good' });
  };
  return el('section', { class: 'panel' }, el('details', {}, el('summary', { 'data-key': 'password-form' }, t('password.title')), form('change-password', [
    password('password-now', 'password.now', 'current-password'), password('password-new', 'password.new', 'new-password', 'password.hint'),
  ], 'password.send', change)));
}

function data() {
  const remove = async (target) => {
    await api.deleteAccount(target['delete-password'].value);
    Object.assign(view, { tokens: null, badges: null, secret: null });
    setSession(null);
    render();
    toast(t('data.deleted'));
  };
  return el('section', { class: 'panel' }, el('div', {}, el('h2', {}, t('data.title')), el('p', { class: 'detail' }, t('data.hint'))),
    el('a', { class: 'button wide', href: '/v1/account/export', download: true }, t('data.export')),
    el('details', {}, el('summary', { 'data-key': 'delete-form' }, t('data.delete')), form('delete-account', [
      el('p', {}, t('data.delete.hint')), password('delete-password', 'sign.password', 'current-password'),
    ], 'data.delete.send', remove, { danger: true })));
}

// The page.

function render() {
  show(byId('content'), view.failure ? failureBox(view.failure, open) : session().account ? account() : entrance());
}

/// Asks for what the account has.
async function load() {
  if (session().account) {
    try {
      view.tokens = (await api.tokens()).tokens;
      if (may('showOwnBadge')) view.badges = (await api.badges()).badges;
    } catch (failure) {
      toast(failure.message, { tone: 'warn' });
    }
  }
  render();
  learnNames(session().own, render);
}

async function open() {
  view.failure = null;
  show(byId('content'), waiting(t('loading')));
  await loadSession();
  await load();
}

openShell();
onLanguage(render);
open();

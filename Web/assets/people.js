// People: accounts for administrators, badges for whoever issues them.
import { Accounts } from './accounts.js';
import { BadgeDesk } from './badgedesk.js';
import { byId, el, show } from './dom.js';
import { icon } from './icons.js';
import { choice, openShell, waiting } from './shell.js';
import { loadSession, may } from './session.js';
import { onLanguage, t } from './text.js';

const rights = { accounts: 'manageAccounts', badges: 'issueBadges' };

class PeoplePage {
  constructor() {
    this.parts = {};
    this.tab = location.hash.slice(1);
    onLanguage(() => { for (const part of Object.values(this.parts)) part.render(); this.render(); });
    addEventListener('hashchange', () => { this.tab = location.hash.slice(1); this.render(); });
  }

  /// Makes what the person may see, and asks for it.
  async begin() {
    const accounts = may('manageAccounts') ? new Accounts() : null;
    this.parts = { ...(accounts ? { accounts } : {}), ...(may('issueBadges') ? { badges: new BadgeDesk(accounts) } : {}) };
    this.render();
    // Badges tell the names of accounts.
    await accounts?.load();
    await this.parts.badges?.load();
  }

  render() {
    const head = el('div', {}, el('h1', {}, t('page.people')), el('p', { class: 'detail' }, t('people.hint')));
    const tabs = Object.keys(rights).filter((name) => name in this.parts);
    if (!tabs.length) return show(byId('content'), head, el('p', { class: 'note' }, icon('officer'), el('span', {}, t('people.not'))), el('a', { class: 'button primary wide', href: '/sign-in' }, t('sign.enter')));
    if (!tabs.includes(this.tab)) [this.tab] = tabs;
    return show(byId('content'), head,
      tabs.length > 1 && choice('people.part', 'people-part', tabs.map((name) => [name, `people.${name}`]), this.tab, (name) => { history.replaceState(null, '', `#${name}`); this.tab = name; this.render(); }, { hideTitle: true }),
      el('section', { class: 'form', 'aria-label': t(`people.${this.tab}`) }, this.parts[this.tab].element));
  }
}

openShell();
show(byId('content'), waiting(t('loading')));
const people = new PeoplePage();
loadSession().then(() => people.begin());

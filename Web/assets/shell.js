// What the map pages share: the menu, tools beside the map, messages of the network, the service worker.
import { byId, el, show, toast } from './dom.js';
import { frame } from './frame.js';
import { icon } from './icons.js';
import { loadSession, may } from './session.js';
import { apply, language, onLanguage, setLanguage, t } from './text.js';
import { chosenTheme, setTheme, themes } from './theme.js';

const pages = [
  ['/', 'page.rider', 'door'], ['/explore', 'page.explore', 'layers'], ['/places', 'page.places', 'place'], ['/editor', 'page.editor', 'gate'],
  ['/moderation', 'page.moderation', 'flag', () => may('decideEdits')],
  ['/people', 'page.people', 'badge', () => may('manageAccounts') || may('issueBadges')],
  ['/import', 'page.import', 'copy', () => may('importRegistry') || may('exportData')], ['/sign-in', 'page.signin', 'officer'], ['/badge', 'page.badge', 'check'],
  ['/docs/api', 'page.api', 'list'],
];

/// Readies the page: frame, texts, menu, network messages, offline shell.
export function openShell() {
  frame();
  apply();
  const menu = byId('menu');
  byId('menu-button').addEventListener('click', () => openMenu(menu));
  menu.addEventListener('click', (event) => { if (event.target === menu) menu.close(); });
  onLanguage(() => { if (menu.open) fillMenu(menu); });
  addEventListener('offline', () => banner(true));
  addEventListener('online', () => { banner(false); toast(t('online.again')); });
  onLanguage(() => banner(navigator.onLine === false));
  banner(navigator.onLine === false);
  keepShell();
}

function banner(offline) {
  const box = byId('banner');
  if (!box) return;
  box.hidden = !offline;
  show(box, offline ? [icon('alert'), el('span', {}, t(box.dataset.words ?? 'offline.banner'))] : []);
}

function openMenu(menu) {
  fillMenu(menu);
  menu.showModal();
  // Who may decide on edits finds the page for it.
  loadSession().then(() => { if (menu.open) fillMenu(menu); });
}

function fillMenu(menu) {
  menu.setAttribute('aria-label', t('menu.title'));
  show(menu, el('div', { class: 'menu-body' },
    el('div', { class: 'title-row' },
      el('div', { class: 'grow' }, el('h2', {}, t('name')), el('p', { class: 'detail' }, t('tagline'))),
      el('button', { type: 'button', class: 'round quiet', 'aria-label': t('close'), 'data-key': 'close', onclick: () => menu.close() }, icon('close'))),
    el('nav', { 'aria-label': t('menu.pages'), class: 'menu-pages' },
      pages.filter(([, , , shown]) => !shown || shown()).map(([address, name, drawing]) => el('a', {
        href: address, 'aria-current': location.pathname === address ? 'page' : null,
      }, icon(drawing), el('span', {}, t(name))))),
    choice('menu.language', 'language', [['zh', 'menu.zh'], ['en', 'menu.en']], language(), setLanguage),
    choice('menu.theme', 'theme', themes.map((theme) => [theme, `menu.theme.${theme}`]), chosenTheme(), setTheme)));
}

/// A row of buttons of which one is chosen.
export function choice(title, name, options, chosen, choose, { hideTitle = false, drawing = null, grid = false } = {}) {
  return el('fieldset', { class: 'choice' },
    el('legend', { class: hideTitle ? 'unseen' : null }, t(title)),
    el('div', { class: grid ? 'segments grid' : 'segments' }, options.map(([value, label]) => el('label', { class: 'segment' },
      el('input', {
        type: 'radio', name, value, checked: value === chosen, 'data-key': `${name}-${value}`,
        onchange: () => choose(value),
      }),
      el('span', { class: 'segment-face' }, drawing && icon(drawing(value), 26), el('span', { class: 'segment-text' }, t(label)))))));
}

/// The round buttons beside the map.
export function mapTools(map, { locate }) {
  const fill = () => show(byId('tools'),
    el('button', { type: 'button', class: 'round', 'aria-label': t('map.locate'), 'data-key': 'locate', onclick: locate }, icon('locate')),
    el('div', { class: 'tool-pair' },
      el('button', { type: 'button', class: 'round', 'aria-label': t('map.plus'), 'data-key': 'plus', onclick: () => map.zoom(1) }, icon('plus')),
      el('button', { type: 'button', class: 'round', 'aria-label': t('map.minus'), 'data-key': 'minus', onclick: () => map.zoom(-1) }, icon('minus'))));
  onLanguage(fill);
  fill();
}

/// Whose data the map is, always in sight.
export function attribution(city) {
  const fill = () => show(byId('attribution'),
    el('a', { href: 'https://www.openstreetmap.org/copyright', rel: 'noopener', target: '_blank' }, t('map.osm')),
    city.synthetic && el('span', { class: 'synthetic' }, t('map.synthetic')));
  onLanguage(fill);
  fill();
}

/// A failure in the sheet, with the button that tries again.
export function failureBox(failure, again) {
  return el('div', { class: 'note warn', role: 'alert' }, icon('alert'),
    el('div', { class: 'grow' }, el('p', {}, failure.message),
      again && el('button', { type: 'button', class: 'button', 'data-key': 'again', onclick: again }, t('again'))));
}

export const waiting = (text) => el('p', { class: 'waiting', role: 'status' }, el('span', { class: 'spinner', 'aria-hidden': 'true' }), text);

function keepShell() {
  if (!('serviceWorker' in navigator)) return;
  const had = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.register('/sw.js').catch(() => { /* a browser that forbids it works online only */ });
  navigator.serviceWorker.addEventListener('controllerchange', () => { if (had) toast(t('update.ready')); });
}

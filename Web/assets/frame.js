// The frame of the plain pages: what stands in each of them around its content, so that their files hold little.
import { el } from './dom.js';
import { icon } from './icons.js';

/// Builds the frame of a page whose file has only a body: `desk-page` gets a map beside its words. `data-offline` names
/// the sentence that is shown without a network.
export function frame(body = document.body) {
  if (body.querySelector('#menu')) return;
  const main = el('main', { id: 'content', tabindex: '-1' });
  body.prepend(
    el('a', { class: 'skip', href: '#content', 'data-text': 'skip' }),
    el('header', { class: 'plain-top' },
      el('a', { class: 'plain-name', href: '/' }, icon('door'), el('span', { 'data-text': 'name' })),
      el('button', { type: 'button', id: 'menu-button', class: 'round quiet', 'data-label': 'menu.open', 'aria-haspopup': 'dialog' }, icon('menu'))),
    el('div', { id: 'banner', class: 'banner', role: 'status', 'data-words': body.dataset.offline ?? 'desk.offline', hidden: true }),
    body.classList.contains('desk-page') ? el('div', { class: 'desk' }, main, mapBox()) : main,
    el('div', { id: 'toast', hidden: true }),
    el('div', { id: 'live', class: 'unseen', 'aria-live': 'polite', 'aria-atomic': 'true' }),
    el('dialog', { id: 'menu' }));
}

const mapBox = () => el('section', { id: 'map-box', 'data-label': 'desk.map' },
  el('div', { id: 'map' }), el('div', { id: 'cross', 'aria-hidden': 'true', hidden: true }),
  el('div', { id: 'tools', role: 'group', 'data-label': 'map.tools' }), el('p', { id: 'attribution' }));

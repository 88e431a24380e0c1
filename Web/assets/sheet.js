// The panel of a page: a sheet at the bottom of a phone that one drags, a column at the left of a wide screen.
import { byId, el, show } from './dom.js';
import { icon } from './icons.js';
import { onLanguage, t } from './text.js';

const column = matchMedia('(min-width: 900px), (min-width: 640px) and (max-height: 520px)');

export class Sheet {
  /// The sheet of #sheet; `onSize` is told when the free part of the map changes.
  constructor(onSize = () => {}) {
    this.box = byId('sheet');
    this.handle = byId('sheet-handle');
    this.body = byId('sheet-body');
    this.onSize = onSize;
    this.state = 'half';
    this.handle.addEventListener('click', () => { if (!this.dragged) this.set(this.state === 'full' ? 'peek' : this.#next(1)); });
    this.handle.addEventListener('keydown', (event) => this.#key(event));
    this.handle.addEventListener('pointerdown', (event) => this.#drag(event));
    new ResizeObserver(() => this.#lay()).observe(document.documentElement);
    new ResizeObserver(() => { if (column.matches) this.#lay(); }).observe(byId('top'));
    new MutationObserver(() => this.#lay()).observe(this.body, { childList: true });
    column.addEventListener('change', () => this.#lay());
    onLanguage(() => this.#name());
    this.#lay();
  }

  isColumn() {
    return column.matches;
  }

  /// Shows `children` as `view`, from the top and as large as `state` says; a view that is shown again stays where and
  /// as large as it is.
  show(view, state, ...children) {
    const again = this.view === view;
    const { scrollTop } = this.body;
    this.view = view;
    show(this.body, children);
    this.body.scrollTop = again ? scrollTop : 0;
    this.set(again ? this.state : state);
  }

  set(state) {
    this.state = state;
    this.#lay();
  }

  #heights() {
    const whole = window.innerHeight;
    const mark = this.body.querySelector('[data-peek]');
    const end = mark ? mark.getBoundingClientRect().bottom - this.body.getBoundingClientRect().top + this.body.scrollTop : 120;
    const full = whole - Math.max(byId('top')?.getBoundingClientRect().bottom ?? 0, 60) - 8;
    const peek = Math.min(Math.max(this.handle.offsetHeight + end + 14, 110), whole * 0.52);
    return { peek, half: Math.max(Math.min(whole * 0.5, full), peek), full };
  }

  #lay() {
    this.#name();
    if (column.matches) {
      this.box.style.removeProperty('height');
      document.documentElement.style.setProperty('--sheet', '0px');
      document.documentElement.style.setProperty('--head', `${Math.round(byId('top').getBoundingClientRect().bottom)}px`);
    } else {
      const height = Math.round(this.#heights()[this.state]);
      this.box.style.setProperty('height', `${height}px`);
      document.documentElement.style.setProperty('--sheet', `${height}px`);
    }
    this.box.dataset.state = this.state;
    this.onSize();
  }

  #name() {
    const large = this.state === 'full';
    this.handle.setAttribute('aria-label', t(large ? 'sheet.shrink' : 'sheet.grow'));
    this.handle.setAttribute('aria-expanded', String(large));
  }

  #next(step) {
    const order = ['peek', 'half', 'full'];
    return order[Math.min(Math.max(order.indexOf(this.state) + step, 0), 2)];
  }

  #key(event) {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    this.set(this.#next(event.key === 'ArrowUp' ? 1 : -1));
  }

  #drag(down) {
    if (column.matches) return;
    const height = this.box.offsetHeight;
    let last = { y: down.clientY, at: down.timeStamp };
    let speed = 0;
    this.dragged = false;
    this.handle.setPointerCapture(down.pointerId);
    const move = (event) => {
      const moved = down.clientY - event.clientY;
      if (Math.abs(moved) > 5) this.dragged = true;
      if (!this.dragged) return;
      this.box.classList.add('dragging');
      speed = (last.y - event.clientY) / Math.max(1, event.timeStamp - last.at);
      last = { y: event.clientY, at: event.timeStamp };
      this.box.style.setProperty('height', `${Math.max(80, Math.min(height + moved, window.innerHeight - 60))}px`);
    };
    const end = () => {
      this.handle.removeEventListener('pointermove', move);
      this.box.classList.remove('dragging');
      if (!this.dragged) return;
      const heights = this.#heights();
      const aim = this.box.offsetHeight + speed * 160;
      this.set(Object.keys(heights).reduce((best, each) => (
        Math.abs(heights[each] - aim) < Math.abs(heights[best] - aim) ? each : best), 'peek'));
      setTimeout(() => { this.dragged = false; });
    };
    this.handle.addEventListener('pointermove', move);
    this.handle.addEventListener('pointerup', end, { once: true });
    this.handle.addEventListener('pointercancel', end, { once: true });
  }

  /// Brings the first heading of the sheet to the reader of the screen and the keyboard.
  focus() {
    const heading = this.body.querySelector('h1, h2');
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}

/// The title row of a view of the sheet, with the button that leaves it.
export function titleRow(title, { detail = null, leave = null, leaveLabel = 'close' } = {}) {
  return el('div', { class: 'title-row' },
    el('div', { class: 'grow' }, el('h2', {}, title), detail && el('p', { class: 'detail' }, detail)),
    leave && el('button', { type: 'button', class: 'round quiet', 'aria-label': t(leaveLabel), onclick: leave, 'data-key': 'leave' }, icon('close')));
}

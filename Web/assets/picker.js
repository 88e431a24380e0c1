// Picking a point: a cross in the middle of the map for thumbs and keyboards, or a tap.
import { byId, el, show } from './dom.js';
import { icon } from './icons.js';
import { titleRow } from './sheet.js';
import { t } from './text.js';

export class Picker {
  constructor(map, sheet) {
    Object.assign(this, { map, sheet, done: null });
    map.onTap(({ position, thing }) => {
      if (!this.done) return false;
      this.#use(position, thing);
      return true;
    });
  }

  get isOpen() {
    return this.done !== null;
  }

  /// Asks for a point: `done(position, thing)` gets it, `leave` goes back. `extra` are further buttons.
  open(title, { done, leave, keep = false, label = 'pick.use', hint = 'pick.hint', extra = () => [] }) {
    Object.assign(this, { done, keep });
    const leaving = () => { this.close(); leave(); };
    this.render = () => this.sheet.show('pick', 'peek', el('div', { 'data-peek': true, class: 'form' },
      titleRow(title, { detail: t(hint), leave: leaving, leaveLabel: 'back' }),
      el('button', { type: 'button', class: 'button primary wide', 'data-key': 'pick', onclick: () => this.#use(this.map.centre(), null) }, icon('pointer'), t(label)),
      extra()));
    this.render();
    this.#cross(true);
  }

  #use(position, thing) {
    const { done, keep } = this;
    if (!keep) this.close();
    done(position, thing);
  }

  close() {
    this.done = null;
    this.#cross(false);
  }

  #cross(shown) {
    const cross = byId('cross');
    cross.hidden = !shown;
    if (!shown) return;
    show(cross, icon('pointer', 44));
    this.place();
  }

  /// Keeps the cross in the middle of the free part of the map.
  place() {
    const cross = byId('cross');
    if (cross.hidden) return;
    const [left, top, right, bottom] = this.map.window();
    cross.style.setProperty('left', `${(left + right) / 2}px`);
    cross.style.setProperty('top', `${(top + bottom) / 2}px`);
  }
}

// Closures as they are now, kept up to date by the server's stream of changes.
import { api, isAbandoned, onChange } from './api.js';
import { spread } from './dom.js';
import { point } from './map.js';
import { language, t } from './text.js';

export class Closures {
  /// Loads the closures, draws them on `map` and tells `changed` of everything that happens.
  ///
  /// `changed(event, closure)` is called for what came or went, with the event 'reconnected' or 'city.replaced' after
  /// which anything may differ, and with null whenever the list itself is another.
  constructor(map, changed) {
    Object.assign(this, { map, changed, all: [], failure: null, heard: null });
    this.anew = spread(() => this.#anew());
    onChange({ heard: (event) => this.#heard(event), opened: (again) => this.#opened(again) });
  }

  /// Asks for the whole list: at first, and where changes may have been missed.
  async load() {
    this.heard = [];
    try {
      this.all = (await api.closures()).closures;
      this.failure = null;
      // What came or went while the list was under way may not be in it.
      for (const event of this.heard) this.#apply(event);
    } catch (error) {
      if (isAbandoned(error)) return;
      this.failure = error;
    }
    this.heard = null;
    this.#tell();
  }

  /// Takes in what this page itself has just closed.
  add(closure) {
    this.#heard({ kind: 'closure.added', id: closure.id, closure, own: true });
  }

  /// Takes out what this page itself has just lifted.
  remove(closure) {
    this.#heard({ kind: 'closure.lifted', id: closure.id, own: true });
  }

  #opened(again) {
    if (!again) return this.load();
    this.missed = { kind: 'reconnected' };
    this.anew();
  }

  async #anew() {
    if (this.missed.kind === 'city.replaced') this.map.replace(await api.city().catch(() => this.map.city));
    this.load();
    this.changed(this.missed, null);
  }

  #heard(event) {
    if (event.kind === 'city.replaced') {
      this.missed = event;
      return this.anew();
    }
    this.heard?.push(event);
    // Nothing new: what this page did itself, or what is told again after a gap.
    const closure = this.#apply(event);
    if (!closure) return;
    this.changed(event, closure);
    this.#tell();
  }

  /// The closure that came or went; null where it had done so before.
  #apply({ kind, id, closure }) {
    const known = this.all.find((each) => each.id === id) ?? null;
    if (kind !== 'closure.added') {
      this.all = this.all.filter((each) => each !== known);
      return known;
    }
    if (known || !closure) return null;
    const added = { ...closure, position: closure.position ?? centre(closure.target) ?? this.map.placeOf(closure.target) };
    this.all = [...this.all, added];
    if (!added.position) spread(() => this.#locate(added))();
    return added;
  }

  /// Asks where a closure is that the map does not show at the moment.
  async #locate(closure) {
    if (!this.all.includes(closure)) return;
    closure.position = (await api.closure(closure.id).catch(() => null))?.position ?? null;
    if (this.all.includes(closure)) this.#tell();
  }

  #tell() {
    this.map.put('closures', this.all.flatMap((closure) => features(closure)));
    this.changed(null, null);
  }
}

/// The middle of an area; null for what is an element.
function centre(target) {
  if (typeof target === 'string') return null;
  const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  return [0, 1].map((axis) => middle(target.coordinates[0].map((corner) => corner[axis])));
}

function features(closure) {
  const { target, position } = closure;
  const area = typeof target === 'object' && target ? [{ type: 'Feature', geometry: target, properties: { id: closure.id } }] : [];
  const label = closure.reason ?? '';
  return [...area, ...(position ? [point(position, { id: closure.id, label, effect: closure.effect ?? 'closes' })] : [])];
}

/// What a closure closes: "The South Gate of Jinsha Times", else "An area", "A street", "A gate".
export function whatIsClosed({ target, name }) {
  if (name) return name[language()];
  if (typeof target !== 'string') return t('closures.area');
  return t(target.startsWith('way/') ? 'closures.way' : 'closures.gate');
}

/// What came or went, in a sentence, and whether that is good news.
export function sentenceOf(event, closure) {
  const opens = closure.effect === 'opens';
  const added = event.kind === 'closure.added';
  const key = `closures.${opens ? 'opened' : 'added'}`;
  const gone = opens ? 'closures.opened.over' : 'closures.lifted';
  const values = { what: whatIsClosed(closure), reason: closure.reason || t('closures.noreason') };
  return { sentence: t(added ? key : gone, values), tone: added === opens ? 'good' : 'warn' };
}

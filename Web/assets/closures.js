// Closures as they are now, kept up to date by the server's stream of changes.
import { api, isAbandoned, onChange } from './api.js';
import { debounce } from './dom.js';
import { point } from './map.js';
import { t } from './text.js';

export class Closures {
  /// Loads the closures, draws them on `map` and calls `changed(event, closure)` for everything that happens.
  constructor(map, changed) {
    this.map = map;
    this.all = [];
    this.changed = changed;
    this.reload = debounce(() => this.load(), 60);
    onChange((event) => this.#heard(event));
    this.load();
  }

  async load() {
    try {
      const { closures } = await api.closures();
      this.all = closures;
      this.draw();
      this.changed(null, null);
    } catch (error) {
      if (!isAbandoned(error)) this.failure = error;
    }
  }

  async #heard(event) {
    const id = event?.id ?? event?.object?.id;
    const known = this.all.find((each) => each.id === id) ?? null;
    if (event?.kind === 'city.replaced' || !event) this.map.replace(await api.city().catch(() => this.map.city));
    this.changed(event ?? { kind: 'reconnected' }, closureIn(event) ?? known);
    this.reload();
  }

  draw() {
    this.map.put('closures', this.all.flatMap((closure) => features(closure)));
  }
}

const closureIn = (event) => (event?.closure ?? (event?.object && typeof event.object === 'object' && 'target' in event.object ? event.object : null));

function features(closure) {
  const { target, position } = closure;
  const area = typeof target === 'object' && target ? [{ type: 'Feature', geometry: target, properties: { id: closure.id } }] : [];
  const label = closure.reason ?? '';
  return [...area, ...(position ? [point(position, { id: closure.id, label, effect: closure.effect ?? 'closes' })] : [])];
}

/// What a closure closes: "An area", "A gate", with the name where the server gives one.
export function whatIsClosed(closure) {
  if (!closure) return '';
  if (closure.name) return closure.name;
  if (typeof closure.target !== 'string') return t('closures.area');
  return t(closure.target.startsWith('way/') ? 'closures.way' : 'closures.gate');
}

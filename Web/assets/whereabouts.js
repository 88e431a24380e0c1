// Where the device is, as the map pages use it: a mark on the map, and for riders a place to start from.
import { toast } from './dom.js';
import { whereAmI } from './locate.js';
import { point } from './map.js';
import { t } from './text.js';

/// A position that is older is no start, in milliseconds.
const fresh = 120_000;

export class Whereabouts {
  constructor(map, city) {
    Object.assign(this, { map, city, last: null });
  }

  /// Asks the device; null where it gives nothing. The place may lie outside the city.
  async find() {
    const fix = await whereAmI();
    return fix && this.note(fix.position);
  }

  /// Takes note that the device is at `position` and marks it; gives it as a place, to be asked for again as one moves.
  note(position, mark = {}) {
    this.map.put('me', [point(position, mark)]);
    const place = { query: position, label: t('here'), position, mine: true, named: true, since: Date.now() };
    if (this.covers(place)) this.last = place;
    return place;
  }

  /// The last place within the city, unless one may have left it since.
  get recent() {
    return this.last && Date.now() - this.last.since < fresh ? this.last : null;
  }

  /// Whether a place lies in the city.
  covers({ position: [x, y] }) {
    const [west, south, east, north] = this.city.bounds;
    return x >= west && x <= east && y >= south && y <= north;
  }

  /// Moves the map to where the device is, or says why not.
  async look() {
    const place = await this.find();
    if (!place) return toast(t('here.denied'), { tone: 'warn' });
    if (!this.covers(place)) return toast(t('map.outside'), { tone: 'warn' });
    this.map.look(place.position, { zoom: 16.5 });
  }
}

// Follows a rider along a journey: the next instruction, what is left, and whether the way was left.
import { metresBetween } from './format.js';
import { stepsOf } from './journey.js';

/// Measures a journey's line, so that a position on it can be told in metres from the start.
export class Track {
  constructor(journey) {
    this.journey = journey;
    this.path = journey.geometry?.coordinates ?? [];
    this.along = [0];
    for (let i = 1; i < this.path.length; i++) this.along.push(this.along[i - 1] + metresBetween(this.path[i - 1], this.path[i]));
    let from = 0;
    this.steps = stepsOf(journey).map((step) => {
      from = Math.max(from, this.#at(step.location, from));
      return { ...step, at: from };
    });
    from = 0;
    this.gates = journey.gates.map(({ id, position }) => {
      from = this.#at(position, from);
      return { id, at: from };
    });
  }

  get length() {
    return this.along.at(-1) ?? 0;
  }

  /// Metres from the start to the point of the line nearest `position`, not before `least`.
  #at(position, least) {
    return this.nearest(position, least - 1).at;
  }

  /// The nearest point of the line: `at` metres from the start, `away` metres from `position`, `course` in degrees.
  nearest(position, least = -1) {
    let best = { at: Math.max(least, 0), away: Infinity, course: 0 };
    for (let i = 1; i < this.path.length; i++) {
      if (this.along[i] < least) continue;
      const found = this.#onPart(i, position);
      if (found.away < best.away) best = found;
    }
    return best;
  }

  #onPart(i, position) {
    const [a, b] = [this.path[i - 1], this.path[i]];
    const scale = Math.cos(position[1] * Math.PI / 180);
    const [dx, dy] = [(b[0] - a[0]) * scale, b[1] - a[1]];
    const square = dx * dx + dy * dy;
    const share = square ? Math.min(1, Math.max(0, ((position[0] - a[0]) * scale * dx + (position[1] - a[1]) * dy) / square)) : 0;
    const nearest = [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
    return {
      at: this.along[i - 1] + share * (this.along[i] - this.along[i - 1]), away: metresBetween(position, nearest),
      course: (Math.atan2(dx, dy) * 180 / Math.PI + 360) % 360,
    };
  }

  /// The step to come for somebody `at` metres from the start, how far it is, and what is left in all.
  ahead(at) {
    const index = this.steps.findIndex((step) => step.at > at + 8);
    const next = index < 0 ? this.steps.length - 1 : index;
    const share = this.length ? 1 - at / this.length : 0;
    return {
      index: next, step: this.steps[next], metres: Math.max(0, (this.steps[next]?.at ?? 0) - at),
      left: { metres: this.length - at, seconds: (this.journey.duration ?? 0) * share },
    };
  }
}

const offMetres = 40;
const offFixes = 3;
const arrivedMetres = 15;

/// Decides, from one fix to the next, where somebody is: state and fix in, verdict out.
export class Progress {
  constructor(journey) {
    this.track = new Track(journey);
    this.at = 0;
    this.astray = 0;
  }

  /// The verdict on a fix: {off, arrived, course, index, step, metres, left}.
  fix({ position, accuracy }) {
    // One may go back a little, by error of the fix, but not over the whole journey.
    const near = this.track.nearest(position, this.at - 60);
    const off = near.away > offMetres + Math.min(accuracy ?? 0, 40);
    this.astray = off ? this.astray + 1 : 0;
    if (!off) this.at = near.at;
    const ahead = this.track.ahead(this.at);
    return { ...ahead, course: near.course, off: this.astray >= offFixes, arrived: !off && ahead.left.metres < arrivedMetres };
  }

  /// What is left of the journey: seconds, and the gates still to come.
  rest() {
    const gates = this.track.gates.filter(({ at }) => at > this.at).map(({ id }) => id);
    return { seconds: this.track.ahead(this.at).left.seconds, gates };
  }
}

/// Whether a journey from here on is what is left of the one before: the same gates in about the same time.
export function continues(rest, journey) {
  if (journey.status === 'unreachable') return false;
  const gates = journey.gates.map(({ id }) => id);
  return sameTime(rest.seconds, journey.duration) && JSON.stringify(gates) === JSON.stringify(rest.gates);
}

const sameTime = (a, b) => Math.abs(a - b) <= Math.max(45, a * 0.15);

// Whether a closure that came or went may change journeys that are shown; what is shown is not asked for again in vain.
import { Track } from './follow.js';
import { metresBetween } from './format.js';

const nearMetres = 30;
/// A way that is free again is looked at where its detour is no longer than so many times the journey.
const mostDetour = 2;

/// Whether `closure` came into force or went out of it so that one of `journeys`, made by `by`, may be another now.
export function concerns(event, closure, journeys, by) {
  if (!journeys.length || journeys.some(({ status }) => status === 'unreachable')) return true;
  // Every journey ends on foot.
  if (closure.modes?.length && !closure.modes.some((mode) => mode === by || mode === 'foot')) return false;
  const shuts = (closure.effect !== 'opens') === (event.kind === 'closure.added');
  return journeys.some((journey) => (shuts ? meets(closure, journey) : nears(closure, journey)));
}

const pathOf = (journey) => [...(journey.geometry?.coordinates ?? []), ...(journey.door ? [journey.door.position] : [])];

/// Whether a journey passes what a closure is about.
function meets({ target, position }, journey) {
  const path = pathOf(journey);
  if (!path.length) return true;
  if (typeof target !== 'string') return crosses(path, target.coordinates[0]);
  if (journey.gates.some(({ id }) => id === target)) return true;
  // How far a way reaches is not known here.
  if (!target.startsWith('node/') || !position) return true;
  return new Track(journey).nearest(position).away < nearMetres;
}

/// Whether the place of a closure lies so that a journey might lead there.
function nears({ position }, journey) {
  const path = pathOf(journey);
  if (!path.length || !position) return true;
  const detour = metresBetween(path[0], position) + metresBetween(position, path.at(-1));
  return detour < mostDetour * journey.distance + 500;
}

function crosses(path, ring) {
  return path.some((point) => within(point, ring)) || path.some((point, index) => index > 0
    && ring.some((corner, at) => at > 0 && cross(path[index - 1], point, ring[at - 1], corner)));
}

/// Whether a point lies in a ring: by how many of its sides lie to the right.
function within([x, y], ring) {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]];
    if ((ay > y) !== (by > y) && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

function cross(a, b, c, d) {
  const side = (p, q, r) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

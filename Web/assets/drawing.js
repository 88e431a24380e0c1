// Lines and outlines while they are drawn: how long, how large, and where an outline crosses itself.
import { metresBetween } from './format.js';

export const lengthOf = (points) => points.slice(1).reduce((sum, each, row) => sum + metresBetween(each, points[row]), 0);

/// The outline of `points`, closed.
export const ringOf = (points) => [...points, points[0]];

/// Square metres within an outline.
export function areaOf(points) {
  const [[x0, y0]] = points;
  const scale = Math.cos(y0 * Math.PI / 180) * 111_320;
  const flat = points.map(([x, y]) => [(x - x0) * scale, (y - y0) * 111_320]);
  return Math.abs(flat.reduce((sum, [x, y], row) => {
    const [nextX, nextY] = flat[(row + 1) % flat.length];
    return sum + x * nextY - nextX * y;
  }, 0)) / 2;
}

/// The first two sides of the closed outline that cross or touch though they are no neighbours: their numbers from 1, and
/// where; null where none do.
///
/// - Complexity: O(points²).
export function crossing(points) {
  const count = points.length;
  for (let a = 0; a < count; a++) {
    for (let b = a + 2; b < count; b++) {
      if (a === 0 && b === count - 1) continue;
      const at = meeting(points[a], points[(a + 1) % count], points[b], points[(b + 1) % count]);
      if (at) return { sides: [a + 1, b + 1], at };
    }
  }
  return null;
}

/// Where two stretches meet; null where they do not, or run along each other.
function meeting([ax, ay], [bx, by], [cx, cy], [dx, dy]) {
  const turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  if (turn === 0) return null;
  const along = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn;
  const other = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / turn;
  if (along < 0 || along > 1 || other < 0 || other > 1) return null;
  return [ax + along * (bx - ax), ay + along * (by - ay)];
}

/// Metres from `position` to the nearest point of a line.
export function metresToLine(position, line) {
  const scale = Math.cos(position[1] * Math.PI / 180);
  const flat = line.map(([x, y]) => [(x - position[0]) * scale * 111_320, (y - position[1]) * 111_320]);
  return Math.min(...flat.slice(1).map(([bx, by], row) => {
    const [ax, ay] = flat[row];
    const [dx, dy] = [bx - ax, by - ay];
    const part = Math.min(1, Math.max(0, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(ax + part * dx, ay + part * dy);
  }));
}

/// The middle of what is drawn of an area: good enough to sort and to look at.
export function middleOf(geometry) {
  if (geometry.type === 'Point') return geometry.coordinates;
  const lines = { LineString: [geometry.coordinates], MultiLineString: geometry.coordinates, Polygon: geometry.coordinates, MultiPolygon: geometry.coordinates.flat() }[geometry.type];
  const points = lines[0];
  if (geometry.type.endsWith('LineString')) return points[points.length >> 1];
  return [0, 1].map((axis) => (Math.min(...points.map((each) => each[axis])) + Math.max(...points.map((each) => each[axis]))) / 2);
}

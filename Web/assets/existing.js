// Things that stand on the map already, for whoever corrects one or takes it away: found by a tap, or in a list.
import { api } from './api.js';
import { metresToLine, middleOf } from './drawing.js';
import { metresBetween } from './format.js';
import { describe, nameOf } from './things.js';
import { distance } from './format.js';
import { has, t } from './text.js';

/// Layers of the map in which each kind is drawn. Walls have no id there: the service tells those around.
const layers = {
  rule: ['gate'], door: ['door'], lift: ['lift'], path: ['footway', 'steps', 'cycleway', 'road', 'bridge', 'tunnel-inner'],
  compound: ['compound-label', 'compound'], building: ['building'], wall: ['wall', 'fence', 'hedge'],
};
const reach = { door: 18, lift: 18, path: 10, compound: 1, building: 1, wall: 12 };
const most = 12;

export class Existing {
  constructor(desk) {
    Object.assign(this, { desk, walls: [], near: null });
  }

  /// Learns which walls stand around the middle of the map; false where that is where it was.
  async learn() {
    const near = this.desk.map.centre().join(',');
    if (near === this.near) return false;
    this.near = near;
    const { lines } = await api.lines('wall', { near, within: 250, limit: 60 }).catch(() => ({ lines: [] }));
    this.walls = lines.map(({ id, barrier, geometry }) => ({ what: 'wall', id, geometry, position: middleOf(geometry), properties: { kind: barrier ?? 'wall' } }));
    return true;
  }

  /// What of `kind` is drawn nearest to `position`; null where nothing is within a finger's breadth.
  at(kind, position) {
    const found = this.desk.map.near(position, layers[kind], reach[kind])?.find(({ id }) => id);
    if (found) return placed(found);
    if (kind !== 'wall') return null;
    const { map } = this.desk.map;
    const metres = map ? 12 * 78_271.5 * Math.cos(position[1] * Math.PI / 180) / 2 ** map.getZoom() : 5;
    const near = this.walls.map((wall) => ({ wall, away: metresToLine(position, wall.geometry.coordinates) })).sort((a, b) => a.away - b.away)[0];
    return near && near.away < Math.max(metres, 2) ? near.wall : null;
  }

  /// What of `kind` the map shows now, the nearest to its middle first.
  inView(kind) {
    const centre = this.desk.map.centre();
    const drawn = this.desk.map.visible(layers[kind]).map(placed);
    const known = kind === 'wall' ? this.walls.filter(({ id }) => !drawn.some((each) => each.id === id)) : [];
    return [...drawn, ...known].filter(({ position }) => position && metresBetween(position, centre) < 2000)
      .sort((a, b) => metresBetween(a.position, centre) - metresBetween(b.position, centre)).slice(0, most);
  }
}

const placed = (thing) => ({ ...thing, position: thing.position ?? middleOf(thing.geometry) });

/// The points of a line or an outline as it stands, the last not the first again.
export async function pointsOf(kind, id) {
  const [line] = (await api.lines(kind, { target: id })).lines;
  if (!line) return [];
  return line.geometry.type === 'Polygon' ? line.geometry.coordinates[0].slice(0, -1) : line.geometry.coordinates;
}

/// What a thing of `kind` is called, and what tells it from others beside it.
export function thingWords(kind, { id, properties, geometry }) {
  if (kind === 'wall') return { title: t(has(`wallkind.${properties.kind}`) ? `wallkind.${properties.kind}` : 'wallkind.wall'), detail: [geometry?.type === 'LineString' && distance(lineLength(geometry.coordinates)), id].filter(Boolean).join(' · ') };
  if (kind === 'door') return { title: properties.label || nameOf(properties) || t('thing.door'), detail: id };
  if (kind === 'lift') return { title: nameOf(properties) ?? t('editor.what.lift'), detail: [properties.compound, id].filter(Boolean).join(' · ') };
  if (kind === 'path') return { title: nameOf(properties) ?? t(has(`pathkind.${properties.class}`) ? `pathkind.${properties.class}` : 'thing.street'), detail: id };
  return { title: describe({ what: kind, properties }).title, detail: id };
}

const lineLength = (line) => line.slice(1).reduce((sum, each, row) => sum + metresBetween(each, line[row]), 0);

/// The doors of a building that are mapped: id, what they are called, where.
export async function doorsOf(building) {
  const { doors } = await api.doors(building, 'units').catch(() => ({ doors: [] }));
  return doors.filter(({ id, inferred }) => id.startsWith('node/') && !inferred);
}

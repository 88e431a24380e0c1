// A journey on the map: lines by leg, the parking place, gates, the door.
import { point } from './map.js';
import { ruleOf } from './things.js';
import { t } from './text.js';

const coordinates = (geometry) => (geometry?.type === 'LineString' ? geometry.coordinates : geometry?.coordinates?.flat() ?? []);

/// Draws the journey at `chosen` of `list` and the others behind it in grey.
export function draw(map, list, chosen, ends) {
  const journey = list[chosen];
  map.put('others', list.filter((_, index) => index !== chosen).filter((other) => other.geometry)
    .map((other) => ({ type: 'Feature', geometry: other.geometry, properties: {} })));
  map.put('journey', journey ? legs(journey) : []);
  map.put('marks', marks(journey, ends));
}

function legs(journey) {
  return journey.legs.filter((leg) => coordinates(leg.geometry).length > 1)
    .map((leg) => ({ type: 'Feature', geometry: leg.geometry, properties: { mode: leg.mode } }));
}

function marks(journey, { from, to, near }) {
  const list = [];
  const path = coordinates(journey?.geometry);
  const begin = path[0] ?? from;
  const end = journey?.door?.position ?? path.at(-1) ?? to;
  if (begin) list.push(point(begin, { icon: 'start', order: 1 }));
  for (const gate of journey?.gates ?? []) {
    list.push(point(gate.position, { icon: `gate-${ruleOf(gate)}`, label: gate.name ?? '', order: 2 }));
  }
  if (journey?.parking) {
    list.push(point(journey.parking.position, {
      icon: 'parking', order: 3, label: journey.parking.kind === 'bay' ? journey.parking.name ?? t('journey.parking.bay') : '',
    }));
  }
  if (near) list.push(point(near, { icon: 'step', order: 3 }));
  if (end) list.push(point(end, { icon: 'goal', anchor: 'bottom', label: journey?.door?.label ?? '', order: 9 }));
  return list;
}

/// All positions of a journey, to fit the map to.
export const extent = (journey) => [...coordinates(journey.geometry), ...(journey.door ? [journey.door.position] : [])];

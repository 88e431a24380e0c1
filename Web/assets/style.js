// The map's style: which tile layer is drawn how, from which zoom.
import { drawable, fonts, nameIn, numberIn } from './labels.js';
import { placeGroups } from './icons.js';

const get = (name) => ['get', name];
const is = (name, ...values) => ['in', get(name), ['literal', values]];
const not = (expression) => ['!', expression];
const zoomed = (...stops) => ['interpolate', ['exponential', 1.5], ['zoom'], ...stops];
const straight = (...stops) => ['interpolate', ['linear'], ['zoom'], ...stops];

const tile = (id, type, sourceLayer, more) => ({ id, type, source: 'city', 'source-layer': sourceLayer, ...more });

const footClasses = ['footway', 'path', 'pedestrian', 'crossing', 'corridor', 'platform', 'elevator'];
const motorClasses = ['motorway', 'trunk'];
const majorClasses = ['primary', 'secondary', 'tertiary'];
const minorClasses = ['residential', 'service', 'track'];

/// The whole style; `tiles` is the address template, `language` that of names.
export function mapStyle({ tiles, bounds, colours, language, attribution }) {
  const name = nameIn(language);
  return {
    version: 8,
    name: 'Kaimen',
    sources: { city: { type: 'vector', tiles: [tiles], minzoom: 10, maxzoom: 18, bounds, attribution } },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': colours.land } },
      ...areas(colours), ...buildings(colours), ...streets(colours), ...barriers(colours),
      ...streetNames(colours, name), ...points(colours, name, language),
    ],
  };
}

function areas(c) {
  const fills = ['match', get('kind'),
    'residential', c.residential, 'commercial', c.commercial, 'industrial', c.industrial, 'education', c.education,
    'hospital', c.hospital, 'park', c.park, 'grass', c.grass, 'wood', c.wood, 'farmland', c.farmland, 'sand', c.sand,
    'pitch', c.pitch, 'parking', c.parkland, 'cemetery', c.cemetery, 'construction', c.construction,
    'railway', c.railway, c.land];
  return [
    tile('landuse', 'fill', 'landuse', { paint: { 'fill-color': fills } }),
    tile('water', 'fill', 'water', { filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': c.water } }),
    tile('waterway', 'line', 'water', {
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': c.waterLine, 'line-width': zoomed(11, ['match', get('kind'), 'river', 1.5, 0.5], 18, ['match', get('kind'), 'river', 10, 4]) },
    }),
    tile('compound', 'fill', 'compound', { paint: { 'fill-color': c.compoundFill, 'fill-opacity': c.dark ? 0.07 : 0.1 } }),
    tile('compound-line', 'line', 'compound', {
      minzoom: 14,
      paint: { 'line-color': c.compound, 'line-opacity': 0.55, 'line-width': straight(14, 0.8, 17, 1.6), 'line-dasharray': [4, 2] },
    }),
  ];
}

function buildings(c) {
  return [
    tile('building', 'fill', 'building', {
      minzoom: 14, paint: { 'fill-color': c.building, 'fill-opacity': straight(14, 0.5, 15.5, 1) },
    }),
    tile('building-line', 'line', 'building', {
      minzoom: 15, paint: { 'line-color': c.buildingLine, 'line-width': straight(15, 0.4, 18, 1.2) },
    }),
  ];
}

const round = { 'line-cap': 'round', 'line-join': 'round' };
const bend = { 'line-join': 'round' };

function widths(motor, major, minor) {
  return ['match', get('class'), motorClasses, motor, majorClasses, major, minor];
}

function streets(c) {
  const roads = [...motorClasses, ...majorClasses, ...minorClasses];
  const inner = zoomed(10, widths(1.6, 0.9, 0.2), 14, widths(4, 3, 1.4), 16, widths(9, 8, 4.5), 19, widths(34, 30, 18));
  const outer = zoomed(10, widths(2.4, 1.4, 0.2), 14, widths(5.4, 4.2, 2.2), 16, widths(11, 10, 6), 19, widths(38, 34, 21));
  const colour = ['case',
    is('access', 'closed', 'private'), ['match', get('class'), minorClasses, c.closedStreet, c.major],
    ['match', get('class'), motorClasses, c.motor, majorClasses, c.major, c.street]];
  const casing = ['match', get('class'), motorClasses, c.motorCasing, majorClasses, c.majorCasing, c.casing];
  const order = ['match', get('class'), motorClasses, 3, majorClasses, 2, 1];
  const open = not(['to-boolean', get('indoor')]);
  const bridge = ['to-boolean', get('bridge')];
  const tunnel = ['to-boolean', get('tunnel')];
  return [
    tile('tunnel', 'line', 'street', {
      filter: ['all', is('class', ...roads), tunnel, open], layout: bend,
      paint: { 'line-color': c.casing, 'line-width': outer, 'line-dasharray': [0.6, 0.4], 'line-opacity': 0.7 },
    }),
    tile('tunnel-inner', 'line', 'street', {
      filter: ['all', is('class', ...roads), tunnel, open], layout: bend, paint: { 'line-color': c.tunnel, 'line-width': inner },
    }),
    ...footStreets(c, open),
    tile('road-casing', 'line', 'street', {
      filter: ['all', is('class', ...roads), not(bridge), not(tunnel)],
      layout: { ...round, 'line-sort-key': order }, paint: { 'line-color': casing, 'line-width': outer },
    }),
    tile('road', 'line', 'street', {
      filter: ['all', is('class', ...roads), not(bridge), not(tunnel)],
      layout: { ...round, 'line-sort-key': order }, paint: { 'line-color': colour, 'line-width': inner },
    }),
    tile('bridge-casing', 'line', 'street', {
      filter: ['all', is('class', ...roads), bridge, not(tunnel)],
      layout: { ...bend, 'line-sort-key': order }, paint: { 'line-color': c.wall, 'line-width': outer, 'line-opacity': 0.75 },
    }),
    tile('bridge', 'line', 'street', {
      filter: ['all', is('class', ...roads), bridge, not(tunnel)],
      layout: { ...round, 'line-sort-key': order }, paint: { 'line-color': colour, 'line-width': inner },
    }),
    tile('rail', 'line', 'street', {
      filter: is('class', 'ferry'), paint: { 'line-color': c.textWater, 'line-width': 1.6, 'line-dasharray': [4, 3] },
    }),
  ];
}

function footStreets(c, open) {
  const narrow = straight(15, 1, 17, 2, 19, 4);
  const ground = ['all', open, not(['to-boolean', get('tunnel')])];
  return [
    tile('indoor', 'line', 'street', {
      minzoom: 16, filter: ['all', is('class', ...footClasses), ['any', not(open), ['to-boolean', get('tunnel')]]], layout: bend,
      paint: { 'line-color': c.indoor, 'line-width': narrow, 'line-dasharray': [1, 1.2], 'line-opacity': 0.8 },
    }),
    tile('footway-casing', 'line', 'street', {
      minzoom: 15, filter: ['all', is('class', ...footClasses, 'cycleway'), ground], layout: round,
      paint: { 'line-color': c.footway, 'line-width': straight(15, 2, 17, 4.4, 19, 9), 'line-opacity': 0.85 },
    }),
    tile('footway', 'line', 'street', {
      minzoom: 15, filter: ['all', is('class', ...footClasses), ground], layout: bend,
      paint: {
        'line-color': ['case', is('access', 'closed', 'private'), c.closedStreet, c.foot],
        'line-width': narrow, 'line-dasharray': [2.2, 1.4],
      },
    }),
    tile('cycleway', 'line', 'street', {
      minzoom: 15, filter: ['all', is('class', 'cycleway'), ground], layout: bend,
      paint: { 'line-color': c.ride, 'line-width': narrow, 'line-dasharray': [3, 1], 'line-opacity': 0.7 },
    }),
    // Steps read as steps: short thick bars across the way.
    tile('steps-back', 'line', 'street', {
      minzoom: 15, filter: ['all', is('class', 'steps'), open],
      paint: { 'line-color': c.footway, 'line-width': straight(15, 4, 17, 8, 19, 15) },
    }),
    tile('steps', 'line', 'street', {
      minzoom: 15, filter: ['all', is('class', 'steps'), open],
      paint: { 'line-color': c.steps, 'line-width': straight(15, 3, 17, 6, 19, 12), 'line-dasharray': [0.28, 0.28] },
    }),
  ];
}

function barriers(c) {
  const wide = straight(15, 0.9, 17, 2, 19, 3.4);
  return [
    tile('wall', 'line', 'barrier', {
      minzoom: 15, filter: not(is('kind', 'fence', 'hedge')), layout: bend, paint: { 'line-color': c.wall, 'line-width': wide },
    }),
    tile('fence', 'line', 'barrier', {
      minzoom: 15, filter: is('kind', 'fence'), layout: bend,
      paint: { 'line-color': c.fence, 'line-width': wide, 'line-dasharray': [3, 1.2] },
    }),
    tile('hedge', 'line', 'barrier', {
      minzoom: 15, filter: is('kind', 'hedge'), layout: round,
      paint: { 'line-color': c.hedge, 'line-width': straight(15, 1.4, 19, 6), 'line-opacity': 0.8 },
    }),
  ];
}

const halo = (c, colour, width = 1.6) => ({ 'text-color': colour, 'text-halo-color': c.halo, 'text-halo-width': width });

function streetNames(c, name) {
  return [
    tile('street-name', 'symbol', 'street', {
      minzoom: 13, filter: ['all', ['has', 'name'], not(['to-boolean', get('indoor')])],
      layout: {
        'symbol-placement': 'line', 'symbol-spacing': 320, 'text-field': name, 'text-font': fonts.medium, 'text-max-angle': 35,
        'text-size': straight(13, ['match', get('class'), [...motorClasses, ...majorClasses], 12, 10.5], 17, 15, 19, 18),
        'text-letter-spacing': 0.04,
      },
      paint: halo(c, c.textSoft, 1.8),
    }),
    tile('water-name', 'symbol', 'water', {
      minzoom: 13, filter: ['has', 'name'],
      layout: { 'text-field': name, 'text-font': fonts.regular, 'text-size': 14, 'text-letter-spacing': 0.12 },
      paint: halo(c, c.textWater),
    }),
  ];
}

/// The rank of a place among those that want the same spot: what riders need comes first.
function placeOrder() {
  const first = ['rest', 'meals', 'charging', 'parking', 'toilets'].flatMap((group) => placeGroups[group].kinds);
  return ['match', get('kind'), first, 0, placeGroups.health.kinds, 1, placeGroups.transit.kinds, 1, 2];
}

function points(c, name, language) {
  const bay = placeGroups.parking.kinds;
  return [
    tile('building-label', 'symbol', 'building_label', {
      minzoom: 16,
      layout: {
        'text-field': drawable(numberIn(language, ['coalesce', get('ref'), get('housenumber'), ''])),
        'text-font': fonts.bold, 'text-size': straight(16, 11, 18, 16), 'text-padding': 1,
      },
      paint: halo(c, c.textSoft, 1.4),
    }),
    tile('building-name', 'symbol', 'building_label', {
      minzoom: 17, filter: ['all', ['has', 'name'], not(['has', 'ref'])],
      layout: { 'text-field': name, 'text-font': fonts.medium, 'text-size': 13, 'text-max-width': 7, 'text-offset': [0, 1.1] },
      paint: halo(c, c.textSoft),
    }),
    tile('place', 'symbol', 'place', {
      minzoom: 14,
      layout: {
        'icon-image': ['concat', 'place-', get('kind')], 'icon-size': straight(14, 0.62, 16, 0.78, 18, 1),
        'symbol-sort-key': placeOrder(), 'icon-padding': 3,
        'text-field': ['step', ['zoom'], '', 16.5, ['case', is('kind', ...bay), '', name]], 'text-optional': true,
        'text-font': fonts.medium, 'text-size': straight(16, 12, 18, 14), 'text-anchor': 'top', 'text-offset': [0, 1.05],
        'text-max-width': 8,
      },
      paint: halo(c, ['match', get('kind'), [...placeGroups.rest.kinds, ...placeGroups.meals.kinds, ...placeGroups.charging.kinds], c.placeRider, c.textSoft]),
    }),
    tile('door', 'symbol', 'door', {
      minzoom: 17,
      layout: {
        'icon-image': 'door', 'icon-size': straight(17, 0.6, 19, 1), 'icon-allow-overlap': true,
        'text-field': drawable(numberIn(language, ['coalesce', get('label'), ''])), 'text-font': fonts.bold, 'text-size': straight(17, 11, 19, 15),
        'text-anchor': 'bottom', 'text-offset': [0, -0.75], 'text-optional': true, 'text-padding': 1,
      },
      paint: halo(c, c.door, 1.8),
    }),
    // A lift's doors have a rule too, but stand inside houses and would hide the gates.
    tile('lift', 'symbol', 'gate', {
      minzoom: 17.5, filter: is('kind', 'lift'),
      layout: { 'icon-image': 'lift', 'icon-size': straight(17.5, 0.6, 20, 1), 'icon-padding': 1 },
    }),
    tile('gate', 'symbol', 'gate', {
      minzoom: 15, filter: not(is('kind', 'lift')),
      layout: {
        'icon-image': ['concat', 'gate-', get('rule')], 'icon-size': straight(15, 0.5, 17, 0.85, 19, 1.1),
        'icon-allow-overlap': ['step', ['zoom'], false, 16.5, true], 'icon-padding': 1,
        'symbol-sort-key': ['match', get('kind'), ['bollard', 'block', 'chain', 'lift'], 2, 1],
        'text-field': ['step', ['zoom'], '', 16.8, name], 'text-font': fonts.bold, 'text-size': straight(16, 12, 19, 15),
        'text-anchor': 'top', 'text-offset': [0, 1.05], 'text-optional': true,
      },
      paint: halo(c, c.text, 1.8),
    }),
    tile('compound-label', 'symbol', 'compound_label', {
      minzoom: 14,
      layout: {
        'text-field': name, 'text-font': fonts.bold, 'text-size': straight(14, 12, 16, 15, 18, 18), 'text-max-width': 7,
        'text-padding': 6,
      },
      paint: { ...halo(c, c.textCompound, 2), 'text-opacity': straight(18, 1, 19, 0.7) },
    }),
  ];
}

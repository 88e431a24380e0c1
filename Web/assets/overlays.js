// What the pages draw over the city: reach, closures, journeys, marks. Sources hold GeoJSON, layers their look.
import { fonts, drawable } from './labels.js';

export const sources = ['reach', 'closures', 'others', 'journey', 'marks', 'me', 'draft'];

const get = (name) => ['get', name];
const line = { 'line-cap': 'round', 'line-join': 'round' };
const wide = (scale = 1) => ['interpolate', ['exponential', 1.5], ['zoom'], 10, 3 * scale, 14, 6 * scale, 17, 9 * scale, 20, 16 * scale];

/// Under the streets: shaded bands.
export function underStreets(c) {
  const colour = ['match', get('band'), 0, c.band5, 1, c.band10, c.band15];
  return [
    { id: 'reach', type: 'fill', source: 'reach', paint: { 'fill-color': colour, 'fill-opacity': ['match', get('band'), 0, 0.34, 1, 0.28, 0.24] } },
    {
      id: 'reach-line', type: 'line', source: 'reach', layout: line,
      paint: { 'line-color': colour, 'line-width': ['match', get('band'), 0, 3, 1, 2.2, 1.6] },
    },
    { id: 'closure-area', type: 'fill', source: 'closures', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-pattern': 'hatch', 'fill-opacity': 0.55 } },
    {
      id: 'closure-outline', type: 'line', source: 'closures', filter: ['==', ['geometry-type'], 'Polygon'], layout: line,
      paint: { 'line-color': c.closure, 'line-width': 2.5 },
    },
  ];
}

/// Over the streets and under their names: the journey.
export function overStreets(c) {
  const mode = (...names) => ['in', get('mode'), ['literal', names]];
  const vehicle = mode('ride');
  return [
    { id: 'others-casing', type: 'line', source: 'others', layout: line, paint: { 'line-color': c.otherCasing, 'line-width': wide(1.1) } },
    { id: 'others', type: 'line', source: 'others', layout: line, paint: { 'line-color': c.other, 'line-width': wide(0.7) } },
    { id: 'journey-halo', type: 'line', source: 'journey', filter: ['all', ['==', ['geometry-type'], 'LineString'], ['!', vehicle]], layout: line, paint: { 'line-color': c.walkHalo, 'line-width': wide(1.2), 'line-opacity': 0.9 } },
    { id: 'journey-casing', type: 'line', source: 'journey', filter: vehicle, layout: line, paint: { 'line-color': c.rideCasing, 'line-width': wide(1.35) } },
    { id: 'journey-ride', type: 'line', source: 'journey', filter: vehicle, layout: line, paint: { 'line-color': c.ride, 'line-width': wide() } },
    { id: 'journey-push', type: 'line', source: 'journey', filter: mode('push'), layout: { 'line-join': 'round' }, paint: { 'line-color': c.push, 'line-width': wide(0.85), 'line-dasharray': [1.6, 0.9] } },
    // A dash of no length with a round cap is a dot.
    { id: 'journey-walk', type: 'line', source: 'journey', filter: mode('walk', 'stairs', 'lift', 'return'), layout: line, paint: { 'line-color': c.walk, 'line-width': wide(0.75), 'line-dasharray': [0.01, 1.6] } },
    { id: 'draft-fill', type: 'fill', source: 'draft', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': c.closure, 'fill-opacity': 0.2 } },
    { id: 'draft-line', type: 'line', source: 'draft', layout: line, paint: { 'line-color': c.closure, 'line-width': 3, 'line-dasharray': [1.5, 1.5] } },
  ];
}

/// A building or compound that was chosen, as the tiles have it.
export function takenAreas(c, id) {
  return ['compound', 'building'].map((layer) => ({
    id: `taken-${layer}`, type: 'fill', source: 'city', 'source-layer': layer, filter: ['==', get('id'), id], paint: { 'fill-color': c.closure, 'fill-opacity': layer === 'building' ? 0.35 : 0.16 },
  }));
}

/// Over everything: marks. Their properties are icon, label, anchor, order, rotate.
export function overAll(c) {
  return [
    {
      id: 'reach-name', type: 'symbol', source: 'reach',
      layout: { 'symbol-placement': 'line', 'text-field': get('label'), 'text-font': fonts.bold, 'text-size': 13, 'symbol-spacing': 280 },
      paint: { 'text-color': c.text, 'text-halo-color': c.halo, 'text-halo-width': 2.4 },
    },
    {
      id: 'closure-mark', type: 'symbol', source: 'closures', filter: ['==', ['geometry-type'], 'Point'],
      layout: {
        'icon-image': ['match', get('effect'), 'opens', 'gate-open', 'closure'], 'icon-size': ['interpolate', ['linear'], ['zoom'], 11, 0.55, 15, 0.9], 'icon-allow-overlap': true,
        'text-field': ['step', ['zoom'], '', 15.5, drawable(get('label'))], 'text-font': fonts.bold, 'text-size': 13, 'text-anchor': 'top', 'text-offset': [0, 1.4], 'text-optional': true,
      },
      paint: { 'text-color': ['match', get('effect'), 'opens', c.gates.open, c.closure], 'text-halo-color': c.halo, 'text-halo-width': 2 },
    },
    {
      id: 'marks', type: 'symbol', source: 'marks',
      filter: ['!=', get('icon'), 'goal'],
      layout: {
        'icon-image': get('icon'), 'icon-anchor': ['coalesce', get('anchor'), 'center'], 'icon-allow-overlap': true, 'icon-ignore-placement': true,
        'symbol-sort-key': ['coalesce', get('order'), 0], 'icon-size': ['interpolate', ['linear'], ['zoom'], 11, 0.8, 16, 1.1],
        'text-field': drawable(['coalesce', get('label'), '']), 'text-font': fonts.bold, 'text-size': 15, 'text-optional': true,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'], 'text-radial-offset': 1.5, 'text-max-width': 8, 'text-justify': 'auto',
      },
      paint: { 'text-color': c.text, 'text-halo-color': c.halo, 'text-halo-width': 2.4 },
    },
    {
      // The door, its label above the pin and never left out.
      id: 'goal', type: 'symbol', source: 'marks', filter: ['==', get('icon'), 'goal'],
      layout: {
        'icon-image': 'goal', 'icon-anchor': 'bottom', 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'icon-size': 1.1,
        'text-field': drawable(['coalesce', get('label'), '']), 'text-font': fonts.bold, 'text-size': 17, 'text-allow-overlap': true,
        'text-anchor': 'bottom', 'text-offset': [0, -2.7], 'text-max-width': 9,
      },
      paint: { 'text-color': c.goal, 'text-halo-color': c.halo, 'text-halo-width': 2.6 },
    },
    { id: 'draft-corner', type: 'symbol', source: 'draft', filter: ['==', ['geometry-type'], 'Point'], layout: { 'icon-image': 'corner', 'icon-allow-overlap': true } },
    {
      id: 'me', type: 'symbol', source: 'me',
      layout: {
        'icon-image': ['case', ['has', 'rotate'], 'heading', 'me'], 'icon-rotate': ['coalesce', get('rotate'), 0],
        'icon-rotation-alignment': 'map', 'icon-allow-overlap': true, 'icon-ignore-placement': true,
      },
    },
  ];
}

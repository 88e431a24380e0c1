// Every drawing of the pages, as strokes on a grid of 24: the same lines serve buttons and the map.
import { svg } from './dom.js';

const strokes = {
  search: 'M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14M16 16l5 5',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  up: 'M5 15l7-7 7 7',
  menu: 'M4 7h16M4 12h16M4 17h16',
  locate: 'M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 2v4M12 18v4M2 12h4M18 12h4',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  layers: 'M12 3l9 5-9 5-9-5zM3 13l9 5 9-5',
  swap: 'M8 4v15M4 15l4 4 4-4M16 20V5M12 9l4-4 4 4',
  share: 'M12 15V4M8 7l4-4 4 4M6 11H5v9h14v-9h-1',
  flag: 'M6 21V4h12l-3 4 3 4H6',
  clock: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12 8v4l3 2',
  check: 'M5 12l5 5L19 7',
  alert: 'M12 4l9 16H3zM12 10v4M12 17v.4',
  info: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 11v6M12 7.5v.4',
  globe: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18',
  sun: 'M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  pointer: 'M12 3v18M3 12h18M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8',
  list: 'M9 6h11M9 12h11M9 18h11M4 6h.4M4 12h.4M4 18h.4',
  officer: 'M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6zM9 12l2 2 4-4',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  go: 'M4 11L21 3l-8 17-2-7z',
  area: 'M5 5l14 2-2 12-11-3zM5 5h.1M19 7h.1M17 19h.1M6 16h.1',
  reach: 'M12 10a2 2 0 1 0 0 4a2 2 0 1 0 0-4M12 5.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M4 4l2 2M20 4l-2 2M4 20l2-2M20 20l-2-2',

  foot: 'M13 3.6a1.3 1.3 0 1 0 .01 0M10 21l2.5-6-3-3 1.2-5 3 .6 1.8 3 2.5 1M12.5 15l2.5 2 1 4M10.7 7L8 9.5 7.5 13',
  ebike: 'M6 14a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M18 14a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M6 17.5h6.5l3.5-8h-3.5M16 9.5l2 8M10 3L7.5 7h3.5L8.5 11',
  bicycle: 'M6 13a4 4 0 1 0 0 8a4 4 0 1 0 0-8M18 13a4 4 0 1 0 0 8a4 4 0 1 0 0-8M6 17l3.5-7.5h5.5L18 17M9.5 9.5L12.5 17H6M7.5 7h3.5M15 9.5l-1-3.5h3',
  motorcycle: 'M6 13a4 4 0 1 0 0 8a4 4 0 1 0 0-8M18 13a4 4 0 1 0 0 8a4 4 0 1 0 0-8M6 17h6.5l3.5-6h-6L7 9H3.5M16 11l-2-5h3.5M16 11l2 6',
  car: 'M4 17v-5l2.5-6h11L20 12v5zM4 12h16M7 17v2M17 17v2M7 14.5h1M16 14.5h1',
  ride: 'M6 14a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M18 14a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M6 17.5h6.5l3.5-8h-3.5M16 9.5l2 8',
  push: 'M17 14.5a3.2 3.2 0 1 0 0 6.4a3.2 3.2 0 1 0 0-6.4M17 17.7L14 10h-3M7.5 3a1.3 1.3 0 1 0 .01 0M7.5 8l-1 6.5L4 21M6.5 14.5l3.5 6M7.5 8l4 3.5',
  park: 'M8.5 20V5h4.5a4.5 4.5 0 0 1 0 9H8.5',
  walk: 'M13 3.6a1.3 1.3 0 1 0 .01 0M10 21l2.5-6-3-3 1.2-5 3 .6 1.8 3 2.5 1M12.5 15l2.5 2 1 4M10.7 7L8 9.5 7.5 13',
  lift: 'M6 3h12v18H6zM9 10l3-3 3 3M9 14l3 3 3-3',
  stairs: 'M4 20h4v-4h4v-4h4V8h4V4',
  return: 'M9 8L5 12l4 4M5 12h9a5 5 0 0 0 0-9h-2',

  door: 'M6 21V3h12v18M3.5 21h17M6 3l7 3v15M10.5 13v1.5',
  gate: 'M4 21V5h4v16M16 21V5h4v16M8 9h8M8 15h8M12 9v6',
  badge: 'M4 6h16v12H4zM9 10a1.5 1.5 0 1 0 .01 0M6.8 15.5c.4-2 4-2 4.4 0M14 10h3.5M14 14h3.5',
  lock: 'M8 11V8a4 4 0 0 1 8 0v3M6 11h12v9H6z',
  bar: 'M6 12h12',
  closure: 'M8 3h8l5 5v8l-5 5H8l-5-5V8zM8 12h8',
  question: 'M9 9.5a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18v.4',
  opening: 'M5 20V4M19 20V4M12 20v-9M8.5 13L12 9.5l3.5 3.5',

  straight: 'M12 20V5M6.5 10L12 4.5l5.5 5.5',
  left: 'M18 20v-7a3 3 0 0 0-3-3H6M10.5 5.5L6 10l4.5 4.5',
  right: 'M6 20v-7a3 3 0 0 1 3-3h9M13.5 5.5L18 10l-4.5 4.5',
  'slight left': 'M14 20v-7L7 6M7 12V6h6',
  'slight right': 'M10 20v-7l7-7M17 12V6h-6',
  'sharp left': 'M17 20V6L7 16M7 9.5V16h6.5',
  'sharp right': 'M7 20V6l10 10M17 9.5V16h-6.5',
  uturn: 'M17 20V9a5 5 0 0 0-10 0v8M3.5 13.5L7 17l3.5-3.5',
  roundabout: 'M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 21v-5M15 9l4-4M15 5h4v4',

  station: 'M5 9h11v6a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4zM16 10.5h1.5a2.5 2.5 0 0 1 0 5H16M8.5 3v3M12.5 3v3',
  canteen: 'M3 11h18a9 8 0 0 1-18 0M9 20.5h6M13 8l2-5M17 8l2.5-5',
  shop: 'M6 8h12l1 12H5zM9 10V7a3 3 0 0 1 6 0v3',
  charging: 'M13 3L6 14h5l-1 7 7-11h-5z',
  toilets: 'M2.5 8l2 8L7 10l2.5 6 2-8M20.5 9.2a4 4 0 1 0 0 5.6',
  cross: 'M12 5v14M5 12h14',
  pharmacy: 'M5.7 18.3a4 4 0 0 1 0-5.6l7-7a4 4 0 0 1 5.6 5.6l-7 7a4 4 0 0 1-5.6 0zM9.2 9.2l5.6 5.6',
  school: 'M2 9.5L12 5l10 4.5-10 4.5zM6.5 11.5V16c3 2.5 8 2.5 11 0v-4.5',
  bank: 'M4 10l8-6 8 6zM6.5 10v8M12 10v8M17.5 10v8M4 20.5h16',
  train: 'M6 4h12v12H6zM6 11h12M9 16l-2 4M15 16l2 4M9.5 13.5h.1M14.5 13.5h.1',
  park_tree: 'M12 21v-7M8 14a4.5 4.5 0 0 1-1-8.5 5 5 0 0 1 10 0A4.5 4.5 0 0 1 16 14z',
  office: 'M6 21V3h12v18M4 21h16M10 8h.4M14 8h.4M10 12h.4M14 12h.4M11 21v-4h2v4',
  construction: 'M3 20h18M6 20L10 5h4l4 15M8.5 11h7M7.2 15.5h9.6',
  post: 'M4 6h16v12H4zM4 7l8 6.5L20 7',
  compound: 'M3 21h18M5 21V9l6-3v15M11 21V11h8v10M14 14.5h2M14 17.5h2M8 11.5v.4M8 15.5v.4',
  mountain: 'M3 19L9.5 8l4 6.5 2.5-3.5 5 8z',
  food: 'M7 3v6a2.5 2.5 0 0 0 5 0V3M9.5 3v18M17 21v-7h-2.5c0-5 1-9 2.5-11z',
  hotel: 'M3 19v-7h18v7M3 16h18M3 12V6M7 12V9h6v3',
  boat: 'M4 14h16l-3 6H7zM7 14V9h10v5M12 9V4',
  place: 'M12 21c-4-5-6.5-8-6.5-11.5a6.5 6.5 0 0 1 13 0C18.5 13 16 16 12 21zM12 7a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5',
  street: 'M8 21L10 3M16 21L14 3M12 5v2M12 11v2M12 17v2',
};

export const strokesOf = (name) => strokes[name] ?? strokes.place;

/// The drawing `name` for a page; whoever shows it alone must also label it.
export function icon(name, size = 24) {
  return svg('svg', {
    viewBox: '0 0 24 24', width: size, height: size, class: 'icon', 'aria-hidden': 'true', focusable: 'false',
  }, svg('path', { d: strokesOf(name) }));
}

/// What a gate's rule looks like: shape and drawing differ, not the colour alone.
export const gateSigns = {
  open: { shape: 'circle', drawing: 'opening' },
  timed: { shape: 'shield', drawing: 'clock' },
  pass: { shape: 'square', drawing: 'badge' },
  private: { shape: 'house', drawing: 'lock' },
  closed: { shape: 'octagon', drawing: 'bar' },
  unknown: { shape: 'diamond', drawing: 'question' },
};

/// Outlines on the same grid of 24.
export const shapes = {
  circle: 'M12 1a11 11 0 1 0 0 22a11 11 0 1 0 0-22z',
  square: 'M5 1h14a4 4 0 0 1 4 4v14a4 4 0 0 1-4 4H5a4 4 0 0 1-4-4V5a4 4 0 0 1 4-4z',
  octagon: 'M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z',
  diamond: 'M12 .3L23.7 12 12 23.7.3 12z',
  house: 'M12 .8L23 8.5V23H1V8.5z',
  shield: 'M2 1h20v12c0 5-5 8.5-10 10.5C7 21.5 2 18 2 13z',
  drop: 'M12 23.8C6 17.5 2.5 14 2.5 9.5a9.5 9.5 0 0 1 19 0C21.5 14 18 17.5 12 23.8z',
  doorway: 'M12 23.5l-3.5-4H4a1.5 1.5 0 0 1-1.5-1.5V2A1.5 1.5 0 0 1 4 .5h16A1.5 1.5 0 0 1 21.5 2v16a1.5 1.5 0 0 1-1.5 1.5h-4.5z',
};

/// A gate's sign for lists and legends.
export function gateSign(rule, size = 28) {
  const sign = gateSigns[rule] ?? gateSigns.unknown;
  return svg('svg', {
    viewBox: '0 0 24 24', width: size, height: size, class: `sign sign-${gateSigns[rule] ? rule : 'unknown'}`,
    'aria-hidden': 'true', focusable: 'false',
  },
  svg('path', { class: 'sign-shape', d: shapes[sign.shape] }),
  svg('path', { class: 'sign-lines', d: strokesOf(sign.drawing), transform: 'translate(4.8 4.8) scale(.6)' }));
}

/// Kinds of places in groups: what a group looks like and which kinds belong to it.
export const placeGroups = {
  rest: { drawing: 'station', kinds: ['station', 'shelter'] },
  meals: { drawing: 'canteen', kinds: ['canteen'] },
  charging: { drawing: 'charging', kinds: ['charging_site', 'charging_station', 'battery_swap', 'charger'] },
  parking: {
    drawing: 'park',
    kinds: ['rider_bay', 'bicycle_parking', 'motorcycle_parking', 'parking', 'parking_entrance', 'bicycle_rental'],
  },
  toilets: { drawing: 'toilets', kinds: ['toilets', 'drinking_water'] },
  health: { drawing: 'cross', kinds: ['hospital', 'clinic', 'doctors', 'dentist', 'pharmacy', 'chemist'] },
  food: {
    drawing: 'food',
    kinds: ['merchant', 'restaurant', 'fast_food', 'cafe', 'bar', 'pub', 'food_court', 'ice_cream', 'bakery'],
  },
  shops: {
    drawing: 'shop',
    kinds: ['supermarket', 'convenience', 'greengrocer', 'clothes', 'hairdresser', 'mall', 'butcher', 'kiosk',
      'department_store', 'electronics', 'mobile_phone', 'hardware', 'beauty', 'laundry', 'florist', 'books',
      'marketplace', 'shoes', 'optician', 'jewelry', 'furniture'],
  },
  learning: {
    drawing: 'school',
    kinds: ['campus', 'kindergarten', 'school', 'university', 'college', 'library', 'community_centre'],
  },
  services: {
    drawing: 'office',
    kinds: ['office', 'company', 'bank', 'atm', 'post_office', 'parcel_locker', 'post_box', 'police', 'fire_station',
      'townhall', 'government', 'hotel', 'fuel', 'construction_site', 'place_of_worship'],
  },
  transit: {
    drawing: 'train',
    kinds: ['subway_entrance', 'bus_stop', 'bus_station', 'tram_stop', 'railway_station', 'ferry_terminal', 'taxi'],
  },
  leisure: { drawing: 'park_tree', kinds: ['park', 'scenic_area', 'playground', 'cinema', 'attraction', 'museum',
    'theatre', 'sports_centre', 'garden', 'viewpoint'] },
};

const drawingOfKind = {
  pharmacy: 'pharmacy', chemist: 'pharmacy', bank: 'bank', atm: 'bank', post_office: 'post', parcel_locker: 'post',
  construction_site: 'construction', hotel: 'hotel', ferry_terminal: 'boat', compound: 'compound',
  scenic_area: 'mountain', attraction: 'mountain', viewpoint: 'mountain', merchant: 'shop', clinic: 'cross',
};

const groupOfKind = Object.fromEntries(
  Object.entries(placeGroups).flatMap(([group, { kinds }]) => kinds.map((kind) => [kind, group])));

export const groupOf = (kind) => groupOfKind[kind] ?? 'services';

export const drawingOf = (kind) => drawingOfKind[kind] ?? placeGroups[groupOf(kind)]?.drawing ?? 'place';

/// The drawing for a result of the search.
export function drawingOfResult({ kind, placeKind }) {
  if (kind === 'place') return drawingOf(placeKind);
  return { compound: 'compound', street: 'street', door: 'door', building: 'office', address: 'place', gate: 'gate' }[kind] ?? 'place';
}

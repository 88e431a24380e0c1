// The map of a page: MapLibre with the city's tiles, and what pages lay over them.
import { image } from './images.js';
import { overAll, overStreets, sources, takenAreas, underStreets } from './overlays.js';
import { palette } from './palette.js';
import { mapStyle } from './style.js';
import { isDark, onTheme } from './theme.js';
import { byId, reducedMotion } from './dom.js';
import { language, onLanguage, t } from './text.js';

const empty = () => ({ type: 'FeatureCollection', features: [] });

export class CityMap {
  /// A map of `city` in #map; where WebGL is missing all methods work and nothing is drawn.
  constructor(city) {
    this.city = city;
    this.data = Object.fromEntries(sources.map((name) => [name, empty()]));
    this.filters = {};
    this.taken = '';
    this.tapListeners = [];
    this.images = new Set();
    // For pages that embed this one, and for tests.
    byId('map').cityMap = this;
    try {
      this.map = this.#make();
    } catch {
      this.map = null;
      byId('map').classList.add('map-missing');
      byId('map').textContent = t('map.none');
    }
    onTheme(() => this.#restyle());
    onLanguage(() => this.#restyle());
  }

  #make() {
    const [west, south, east, north] = this.city.bounds;
    const edge = 0.03;
    const map = new globalThis.maplibregl.Map({
      container: 'map',
      style: this.#style(),
      center: this.city.center ?? [(west + east) / 2, (south + north) / 2],
      zoom: 14,
      minZoom: 9,
      maxZoom: 20.5,
      maxBounds: [[west - edge * 4, south - edge * 3], [east + edge * 4, north + edge * 3]],
      attributionControl: false,
      localIdeographFontFamily: false,
      fadeDuration: reducedMotion() ? 0 : 150,
      maxPitch: 0,
      pitchWithRotate: false,
      clickTolerance: 6,
    });
    map.touchPitch.disable();
    map.getCanvas().setAttribute('aria-label', t('map.label'));
    map.on('styleimagemissing', ({ id }) => this.#draw(id));
    map.on('click', (event) => this.#tapped(event));
    // A tile that fails is drawn when it comes; the pages say when the server is away.
    map.on('error', ({ error, sourceId }) => { if (!sourceId) console.error(error); });
    map.on('idle', () => { byId('map').dataset.state = 'idle'; });
    map.on('movestart', () => { byId('map').dataset.state = 'moving'; });
    return map;
  }

  #style() {
    const colours = palette(isDark());
    const style = mapStyle({
      tiles: `${location.origin}/tiles/{z}/{x}/{y}.mvt?v=${encodeURIComponent(this.city.id ?? this.city.version ?? '')}`,
      bounds: this.city.bounds, colours, language: language(), attribution: '',
    });
    for (const name of sources) style.sources[name] = { type: 'geojson', data: this.data[name], tolerance: 0.2 };
    const at = (id) => style.layers.findIndex((layer) => layer.id === id);
    style.layers.splice(at('tunnel'), 0, ...underStreets(colours));
    style.layers.splice(at('street-name'), 0, ...takenAreas(colours, this.taken), ...overStreets(colours));
    style.layers.push(...overAll(colours));
    for (const layer of style.layers) {
      const filter = this.filters[layer.id];
      if (filter) layer.filter = layer.filter ? ['all', layer.filter, filter] : filter;
    }
    return style;
  }

  #restyle() {
    if (!this.map) return;
    byId('map').dataset.state = 'moving';
    const colours = palette(isDark());
    for (const id of this.images) this.map.updateImage(id, image(id, colours).data);
    this.map.setStyle(this.#style());
    this.map.getCanvas().setAttribute('aria-label', t('map.label'));
  }

  /// Draws another import of the city, of which the tiles have other addresses.
  replace(city) {
    this.city = city;
    this.#restyle();
  }

  #draw(id) {
    const drawn = image(id, palette(isDark()));
    if (!drawn || this.map.hasImage(id)) return;
    this.images.add(id);
    this.map.addImage(id, drawn.data, drawn.options);
  }

  /// Shows `features` in the overlay `source`.
  put(source, features) {
    this.data[source] = { type: 'FeatureCollection', features };
    const held = this.map?.getSource(source);
    if (!held) return;
    byId('map').dataset.state = 'moving';
    held.setData(this.data[source]);
  }

  /// Shows only what the filters let through: {layer: filter}; null shows all of a layer.
  filter(filters) {
    Object.assign(this.filters, filters);
    this.#restyle();
  }

  onTap(listener) {
    this.tapListeners.push(listener);
  }

  #tapped(event) {
    const position = [event.lngLat.lng, event.lngLat.lat].map((value) => Number(value.toFixed(7)));
    const thing = this.thingAt(event.point);
    for (const listener of this.tapListeners) if (listener({ position, thing }) === true) return;
  }

  /// What stands near a point of the screen: symbols within a finger's breadth first, then what lies under it.
  thingAt(point) {
    if (!this.map) return null;
    const near = (layers, reach) => {
      const present = layers.filter((id) => this.map.getLayer(id));
      const box = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]];
      const found = this.map.queryRenderedFeatures(box, { layers: present });
      return found.sort((a, b) => this.#away(a, point) - this.#away(b, point))[0];
    };
    const found = near(['closure-mark', 'gate', 'door', 'place', 'lift'], 18) ?? near(['compound-label'], 4)
      ?? near(['building'], 1) ?? near(['road', 'bridge', 'footway', 'steps', 'tunnel-inner', 'cycleway'], 8) ?? near(['compound'], 1);
    return found ? described(found) : null;
  }

  /// What is drawn of these layers within `reach` pixels of a position, the nearest first.
  near(position, layers, reach) {
    if (!this.map) return [];
    const point = this.map.project(position);
    const box = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]];
    const found = this.map.queryRenderedFeatures(box, { layers: layers.filter((id) => this.map.getLayer(id)) });
    return found.sort((a, b) => this.#away(a, point) - this.#away(b, point)).map(described);
  }

  /// How many pixels `metres` at a position are now; a few at least.
  pixels(metres, [, latitude]) {
    const metresPerPixel = 78_271.5 * Math.cos(latitude * Math.PI / 180) / 2 ** (this.map?.getZoom() ?? 18);
    return Math.max(4, metres / metresPerPixel);
  }

  /// Marks the building or compound `id`; null marks none.
  take(id) {
    this.taken = id ?? '';
    for (const layer of ['taken-compound', 'taken-building']) if (this.map?.getLayer(layer)) this.map.setFilter(layer, ['==', ['get', 'id'], this.taken]);
  }

  #away(feature, point) {
    if (feature.geometry.type !== 'Point') return 0;
    const there = this.map.project(feature.geometry.coordinates);
    return Math.hypot(there.x - point.x, there.y - point.y);
  }

  /// What is drawn of these layers now, each thing once.
  visible(layers) {
    if (!this.map) return [];
    const present = layers.filter((id) => this.map.getLayer(id));
    const [left, top, right, bottom] = this.window();
    const seen = new Map();
    for (const feature of this.map.queryRenderedFeatures([[left, top], [right, bottom]], { layers: present })) {
      const thing = described(feature);
      if (thing.id && !seen.has(thing.id)) seen.set(thing.id, thing);
    }
    return [...seen.values()];
  }

  /// Where the gate `id` is, where it is drawn now; else null.
  placeOf(id) {
    return this.visible(['gate', 'lift']).find((thing) => thing.id === id)?.position ?? null;
  }

  /// The part of the map that nothing covers, in pixels: left, top, right, bottom.
  window() {
    const box = byId('map').getBoundingClientRect();
    const panel = byId('sheet')?.getBoundingClientRect();
    const top = byId('top')?.getBoundingClientRect();
    if (!panel) return [0, 0, box.width, box.height];
    const beside = panel.width < box.width * 0.7;
    return beside
      ? [panel.right, 0, box.width, box.height]
      : [0, Math.min(top?.bottom ?? 0, box.height * 0.4), box.width, Math.max(panel.top, box.height * 0.35)];
  }

  padding(extra = 40) {
    const box = byId('map').getBoundingClientRect();
    const [left, top, right, bottom] = this.window();
    // The buttons at the right and the credits below hide what lies under them.
    const tools = (byId('tools')?.offsetWidth ?? 0) + 28;
    const credits = byId('attribution')?.offsetHeight ?? 0;
    return { left: left + extra, top: top + extra, right: box.width - right + Math.max(extra, tools), bottom: box.height - bottom + credits + extra };
  }

  /// Where the middle of the free part of the map is.
  centre() {
    if (!this.map) return this.city.center;
    const [left, top, right, bottom] = this.window();
    const there = this.map.unproject([(left + right) / 2, (top + bottom) / 2]);
    return [Number(there.lng.toFixed(7)), Number(there.lat.toFixed(7))];
  }

  /// Moves so that `positions` are seen.
  fit(positions, { zoom = 17.5, extra = 72 } = {}) {
    if (!this.map || !positions.length) return;
    const west = Math.min(...positions.map((p) => p[0]));
    const east = Math.max(...positions.map((p) => p[0]));
    const south = Math.min(...positions.map((p) => p[1]));
    const north = Math.max(...positions.map((p) => p[1]));
    this.map.fitBounds([[west, south], [east, north]], {
      padding: this.padding(extra), maxZoom: zoom, animate: !reducedMotion(), duration: 700, bearing: 0,
    });
  }

  /// Moves to `position`, in the middle of what is not covered.
  look(position, { zoom = 17.5, bearing = null, low = false } = {}) {
    if (!this.map) return;
    const box = byId('map').getBoundingClientRect();
    const [left, top, right, bottom] = this.window();
    // Somebody who is under way wants to see what lies ahead.
    const height = low ? top + (bottom - top) * 0.68 : (top + bottom) / 2;
    const offset = [(left + right - box.width) / 2, height - box.height / 2];
    const camera = { center: position, zoom, offset, duration: 600, animate: !reducedMotion() };
    if (bearing !== null) camera.bearing = bearing;
    this.map.easeTo(camera);
  }

  zoom(step) {
    if (!this.map) return;
    const [left, top, right, bottom] = this.window();
    const around = this.map.unproject([(left + right) / 2, (top + bottom) / 2]);
    this.map.zoomTo(this.map.getZoom() + step, { around, animate: !reducedMotion() });
  }
}

const layerThings = {
  'closure-mark': 'closure', gate: 'gate', lift: 'gate', door: 'door', place: 'place', 'compound-label': 'compound', compound: 'compound',
  building: 'building',
};

/// A drawn feature as the pages speak of it.
function described(feature) {
  const { properties } = feature;
  const point = feature.geometry.type === 'Point' ? feature.geometry.coordinates : null;
  return {
    what: layerThings[feature.layer.id] ?? 'street', id: properties.id ?? null, position: point, properties,
    geometry: feature.geometry,
  };
}

export const point = (position, properties) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: position }, properties });

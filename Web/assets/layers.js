// The layers of the explore page: which gates, doors and places the map shows, and what their signs mean.
import { byId, el } from './dom.js';
import { gateSign, gateSigns, icon, placeGroups } from './icons.js';
import { t } from './text.js';

const rules = Object.keys(gateSigns);
const groups = Object.keys(placeGroups);

export class LayersTab {
  constructor(map, city) {
    this.map = map;
    this.rules = new Set(rules);
    this.groups = new Set(groups);
    this.doors = true;
    const kinds = new Set(city.placeKinds.map(({ kind }) => kind));
    map.map?.on('zoomend', () => {
      const note = byId('zoom-note');
      if (note) note.hidden = this.#isNear();
    });
    this.present = groups.filter((group) => placeGroups[group].kinds.some((kind) => kinds.has(kind)));
  }

  view() {
    return [
      el('p', { class: 'note', id: 'zoom-note', hidden: this.#isNear() }, icon('info'), el('span', { class: 'grow' }, t('layers.zoom'))),
      el('fieldset', { class: 'choice' }, el('legend', {}, t('layers.gates')), el('div', { class: 'chips' }, rules.map((rule) => this.#chip(
        `rule-${rule}`, gateSign(rule, 26), t(`rule.${rule}`), this.rules.has(rule), (on) => this.#toggle(this.rules, rule, on))))),
      el('fieldset', { class: 'choice' }, el('legend', {}, t('layers.places')), el('div', { class: 'chips' }, this.present.map((group) => this.#chip(
        `group-${group}`, el('span', { class: 'kind-icon' }, icon(placeGroups[group].drawing, 22)), t(`group.${group}`), this.groups.has(group), (on) => this.#toggle(this.groups, group, on))))),
      el('fieldset', { class: 'choice' }, el('legend', {}, `${t('layers.doors')} · ${t('layers.doors.hint')}`), el('div', { class: 'chips' }, this.#chip(
        'doors', el('span', { class: 'kind-icon' }, icon('door', 22)), t('layers.doors'), this.doors, (on) => { this.doors = on; this.apply(); }))),
    ];
  }

  /// Whether gates are drawn at the map's zoom.
  #isNear() {
    return (this.map.map?.getZoom() ?? 20) >= 15;
  }

  #chip(key, sign, label, checked, change) {
    return el('label', { class: 'chip check' },
      el('input', { type: 'checkbox', checked, 'data-key': key, onchange: (event) => change(event.target.checked) }),
      el('span', { class: 'chip-face' }, icon('check', 18), sign, label));
  }

  #toggle(set, value, on) {
    if (on) set.add(value);
    else set.delete(value);
    this.apply();
  }

  /// Puts the choice into force on the map.
  apply() {
    const hidden = groups.filter((group) => !this.groups.has(group)).flatMap((group) => placeGroups[group].kinds);
    const shown = this.rules.size === rules.length ? null : ['in', ['get', 'rule'], ['literal', [...this.rules]]];
    this.map.filter({
      gate: shown, lift: shown,
      place: hidden.length ? ['!', ['in', ['get', 'kind'], ['literal', hidden]]] : null,
      door: this.doors ? null : ['literal', false],
    });
  }
}

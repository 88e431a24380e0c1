// Draws the symbols of the map on a canvas, when MapLibre first asks for them; there is no sprite to fetch.
import { drawingOf, gateSigns, groupOf, shapes, strokesOf } from './icons.js';

const ratio = 3;
const riderGroups = ['rest', 'meals', 'charging', 'parking', 'toilets'];

/// The image called `id` in these colours, as MapLibre's addImage takes it; null for a name that nobody gave.
export function image(id, colours) {
  const [family, ...rest] = id.split('-');
  const name = rest.join('-');
  const drawing = {
    gate: () => gate(name, colours),
    place: () => place(name, colours),
    door: () => door(colours),
    lift: () => badge('square', 'lift', colours.place, 18, colours, 0.7),
    goal: () => pin('doorway', 'door', colours.goal, 34, colours),
    start: () => start(colours),
    parking: () => badge('square', 'park', colours.ride, 30, colours),
    step: () => dot(colours.walk, 16, colours),
    me: () => me(colours),
    heading: () => heading(colours),
    picked: () => pin('drop', 'place', colours.select, 32, colours),
    closure: () => badge('octagon', 'bar', colours.closure, 34, colours),
    report: () => pin('drop', 'flag', colours.push, 30, colours),
    corner: () => dot(colours.closure, 18, colours),
    hatch: () => hatch(colours),
  }[family];
  return drawing ? drawing() : null;
}

function canvas(size) {
  const surface = document.createElement('canvas');
  surface.width = surface.height = size * ratio;
  const pen = surface.getContext('2d', { willReadFrequently: true });
  pen.scale(ratio, ratio);
  pen.lineCap = pen.lineJoin = 'round';
  return pen;
}

const finished = (pen) => ({ data: pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height), options: { pixelRatio: ratio } });

/// `path` on the grid of 24, placed at `x`, `y` with an edge of `size`.
function on(pen, x, y, size, draw) {
  pen.save();
  pen.translate(x, y);
  pen.scale(size / 24, size / 24);
  draw();
  pen.restore();
}

/// A filled shape with a pale rim, so that it stands out on any ground, and a drawing within.
function badge(shape, drawing, fill, size, colours, inner = 0.6) {
  const pen = canvas(size + 4);
  on(pen, 2, 2, size, () => {
    const outline = new Path2D(shapes[shape]);
    pen.lineWidth = 3;
    pen.strokeStyle = colours.dark ? '#0d1214' : '#ffffff';
    pen.stroke(outline);
    pen.fillStyle = fill;
    pen.fill(outline);
  });
  const edge = size * inner;
  const low = shape === 'house' ? size * 0.06 : shape === 'shield' ? -size * 0.05 : 0;
  on(pen, 2 + (size - edge) / 2, 2 + (size - edge) / 2 + low, edge, () => {
    pen.strokeStyle = colours.sign;
    pen.lineWidth = 2.6;
    pen.stroke(new Path2D(strokesOf(drawing)));
  });
  return finished(pen);
}

function gate(rule, colours) {
  const sign = gateSigns[rule] ?? gateSigns.unknown;
  return badge(sign.shape, sign.drawing, colours.gates[rule] ?? colours.gates.unknown, 24, colours);
}

function place(kind, colours) {
  const group = groupOf(kind);
  const fill = riderGroups.includes(group) ? colours.placeRider : group === 'health' ? colours.gates.closed : colours.place;
  return badge(kind === 'rider_bay' || group === 'parking' ? 'square' : 'circle', drawingOf(kind), fill, 24, colours, 0.62);
}

function door(colours) {
  const pen = canvas(18);
  pen.fillStyle = colours.door;
  pen.strokeStyle = colours.dark ? '#0d1214' : '#ffffff';
  pen.lineWidth = 2;
  pen.beginPath();
  pen.roundRect(3.5, 2, 11, 14, [3, 3, 1, 1]);
  pen.stroke();
  pen.fill();
  pen.fillStyle = colours.sign;
  pen.beginPath();
  pen.arc(11.4, 9.6, 1.2, 0, 7);
  pen.fill();
  return finished(pen);
}

/// A pin whose tip is at the bottom of the image.
function pin(shape, drawing, fill, size, colours) {
  const pen = canvas(size + 6);
  on(pen, 3, 3, size, () => {
    const outline = new Path2D(shapes[shape]);
    pen.lineWidth = 3.2;
    pen.strokeStyle = colours.dark ? '#0d1214' : '#ffffff';
    pen.stroke(outline);
    pen.fillStyle = fill;
    pen.fill(outline);
  });
  const edge = size * 0.52;
  on(pen, 3 + (size - edge) / 2, 3 + size * (shape === 'drop' ? 0.13 : 0.16), edge, () => {
    pen.strokeStyle = colours.sign;
    pen.lineWidth = 2.8;
    pen.stroke(new Path2D(strokesOf(drawing)));
  });
  return finished(pen);
}

function disc(pen, centre, radius, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(centre, centre, radius, 0, 7);
  pen.fill();
}

function dot(fill, size, colours) {
  const pen = canvas(size);
  disc(pen, size / 2, size / 2 - 1, colours.dark ? '#0d1214' : '#ffffff');
  disc(pen, size / 2, size / 2 - 3.5, fill);
  return finished(pen);
}

function start(colours) {
  const pen = canvas(26);
  disc(pen, 13, 12, colours.dark ? '#0d1214' : '#ffffff');
  disc(pen, 13, 9.5, colours.start);
  disc(pen, 13, 4, colours.sign);
  return finished(pen);
}

function me(colours) {
  const pen = canvas(34);
  pen.globalAlpha = 0.22;
  disc(pen, 17, 17, colours.ride);
  pen.globalAlpha = 1;
  disc(pen, 17, 11, colours.dark ? '#0d1214' : '#ffffff');
  disc(pen, 17, 8, colours.ride);
  return finished(pen);
}

function heading(colours) {
  const pen = canvas(44);
  const arrow = new Path2D('M22 3 L36 38 L22 31 L8 38 Z');
  pen.lineWidth = 5;
  pen.strokeStyle = colours.dark ? '#0d1214' : '#ffffff';
  pen.stroke(arrow);
  pen.fillStyle = colours.ride;
  pen.fill(arrow);
  return finished(pen);
}

function hatch(colours) {
  const pen = canvas(12);
  pen.strokeStyle = colours.closure;
  pen.lineWidth = 2.4;
  for (const shift of [-12, 0, 12]) {
    pen.beginPath();
    pen.moveTo(shift, 12);
    pen.lineTo(shift + 12, 0);
    pen.stroke();
  }
  return finished(pen);
}

// Builds elements out of data; text goes in as text nodes only, never as markup.

const svgSpace = 'http://www.w3.org/2000/svg';

/// One element: properties that begin with "on" are listeners, the rest attributes; false and null leave them out.
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) setProperty(element, name, value);
  append(element, children);
  return element;
}

function setProperty(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
  else if (name === 'value') element.value = value;
  else if (name === 'css') for (const [key, setting] of Object.entries(value)) element.style.setProperty(key, setting);
  else element.setAttribute(name, value === true ? '' : String(value));
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === '') continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/// An SVG element that carries no meaning of its own for readers of the screen.
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export const byId = (id) => document.getElementById(id);

/// Replaces what `parent` shows, and keeps the keyboard's focus where the same `data-key` is shown again.
export function show(parent, ...children) {
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  parent.replaceChildren();
  append(parent, children);
  if (key) parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

let announcement = 0;

/// Says `text` to readers of the screen, after what they are reading now.
export function announce(text) {
  const region = byId('live');
  if (!region) return;
  // A repeated sentence would not be read again unless the text differs.
  region.textContent = text + (announcement++ % 2 ? '\u00a0' : '');
}

let toastTimer = 0;

/// Shows `text` for some seconds and announces it.
export function toast(text, { tone = 'plain', seconds = 6 } = {}) {
  const box = byId('toast');
  box.dataset.tone = tone;
  show(box, el('span', {}, text));
  box.hidden = false;
  announce(text);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { box.hidden = true; }, seconds * 1000);
}

/// Calls `action` when `milliseconds` have passed without a further call.
export function debounce(action, milliseconds) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...given), milliseconds);
  };
}

/// Calls `action` once, within `milliseconds` of the first call: all pages that hear of the same change do not ask at once.
export function spread(action, milliseconds = 2000) {
  let timer = 0;
  return () => {
    timer ||= setTimeout(() => { timer = 0; action(); }, Math.random() * milliseconds);
  };
}

/// Gives a node another text, and leaves it alone where it has that text already.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

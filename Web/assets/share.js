// The question of the rider's page as an address, to be shared and gone back to.
import { toast } from './dom.js';
import { asked } from './format.js';
import { elementId } from './things.js';
import { t } from './text.js';

/// The address of a page with this question.
export function addressOf({ from, to, by, passes, depart }) {
  if (!to) return '/';
  const values = new URLSearchParams();
  if (from) values.set('from', asked(from));
  values.set('to', asked(to));
  values.set('by', by);
  if (passes.length) values.set('pass', passes.join(','));
  if (depart) values.set('depart', depart);
  // Commas, slashes and colons may stand in a query as they are; people read and shorten these links.
  return `/?${values.toString().replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':')}`;
}

function place(text) {
  if (!text) return null;
  const numbers = text.split(',').map(Number);
  const pair = numbers.length === 2 && numbers.every(Number.isFinite);
  if (pair) return { query: numbers, label: text, position: numbers };
  return { query: text, label: elementId(text) ? '' : text, position: null, named: !elementId(text) };
}

/// The question in an address; what it lacks or gets wrong is left out.
export function questionIn(search, city) {
  const values = new URLSearchParams(search);
  const by = values.get('by');
  const depart = values.get('depart');
  return {
    from: place(values.get('from')), to: place(values.get('to')),
    by: city.modes.includes(by) ? by : null,
    passes: values.has('pass') ? values.get('pass').split(',').filter((pass) => city.passes.includes(pass)) : null,
    depart: /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(depart ?? '') ? depart : null,
  };
}

/// Hands an address over to what the device shares with, else to the clipboard.
export async function share(address, about) {
  const link = new URL(address, location.origin).href;
  try {
    if (navigator.share) return await navigator.share({ title: t('name'), text: about, url: link });
    await navigator.clipboard.writeText(link);
    toast(t('journey.shared'), { tone: 'good' });
  } catch (error) {
    if (error.name !== 'AbortError') toast(t('journey.share.not'), { tone: 'warn' });
  }
}

// Fields of forms: a text, a choice out of a list, hours that one need not know how to write.
import { byId, el, show, toast } from './dom.js';
import { icon } from './icons.js';
import { choice } from './shell.js';
import { t } from './text.js';

/// A labelled input; `hint` stands below it.
export function field(id, label, properties = {}, hint = null) {
  return el('div', { class: 'field' }, el('label', { for: id }, t(label)),
    el('input', { id, 'data-key': id, autocomplete: 'off', 'aria-describedby': hint ? `${id}-hint` : null, ...properties }),
    hint && el('p', { class: 'detail', id: `${id}-hint` }, t(hint)));
}

/// A list out of which one is chosen: `options` are [value, words].
export function select(id, label, options, chosen, choose) {
  return el('div', { class: 'field' }, el('label', { for: id }, label),
    el('select', { id, 'data-key': id, onchange: (event) => choose(event.target.value) },
      options.map(([value, words]) => el('option', { value, selected: value === chosen }, words))));
}

/// Chips of which any number may be ticked.
export function ticks(legend, name, options, chosen, change) {
  return el('fieldset', { class: 'choice' }, el('legend', {}, t(legend)), el('div', { class: 'chips' }, options.map(([value, words]) => el('label', { class: 'chip check' },
    el('input', { type: 'checkbox', name, value, checked: chosen.includes(value), 'data-key': `${name}-${value}`, onchange: (event) => change(value, event.target.checked) }),
    el('span', { class: 'chip-face' }, words)))));
}

/// Days for which hours are said; holidays are those of the city's calendar, and on its make-up days people work.
const days = ['', 'Mo-Fr', 'Mo-Fr; PH off', 'Sa-Su', 'Sa-Su,PH', 'PH'];

/// What a form of hours holds, out of hours as OSM writes them.
export function hoursDraft(text) {
  const simple = /^(?:(Mo-Fr|Sa-Su|Mo-Su|Sa-Su,PH|PH) )?(\d\d:\d\d)-(\d\d:\d\d)(; PH off)?$/.exec(text ?? '');
  const on = `${simple?.[1]?.replace('Mo-Su', '') ?? ''}${simple?.[4] ?? ''}`;
  if (!days.includes(on)) return { days: '', from: '07:00', until: '22:00', text, way: 'written' };
  const span = { days: on, from: simple?.[2] ?? '07:00', until: simple?.[3] ?? '22:00', text: text ?? '' };
  if (!text) return { ...span, way: 'unsaid' };
  if (text === '24/7') return { ...span, way: 'always' };
  return { ...span, way: simple ? 'daily' : 'written' };
}

/// Hours as OSM writes them; null where nothing is said.
export function hoursOf({ way, days: on, from, until, text }) {
  if (way === 'always') return '24/7';
  if (way === 'daily') {
    const [which, off] = on.split('; ');
    return from && until ? `${which ? `${which} ` : ''}${from}-${until}${off ? `; ${off}` : ''}` : null;
  }
  return way === 'written' && text.trim() ? text.trim() : null;
}

/// Asks for hours: always, each day, or as OSM writes them. `changed` draws the form anew, `typed` what depends on it.
export function hoursField(id, label, draft, { changed, typed = () => {}, ways = ['unsaid', 'always', 'daily', 'written'] }) {
  const time = (key, words) => field(`${id}-${key}`, words, {
    type: 'time', value: draft[key], oninput: (event) => { draft[key] = event.target.value; typed(); },
  });
  return el('div', { class: 'form' },
    ways.length > 1 && choice(label, `${id}-way`, ways.map((way) => [way, `hours.${way}`]), draft.way, (way) => {
      if (way === 'written' && !draft.text) draft.text = hoursOf({ ...draft, way: 'daily' }) ?? '';
      draft.way = way;
      changed();
    }, { grid: true }),
    draft.way === 'daily' && choice('hours.days', `${id}-days`, days.map((each) => [each, `hours.days.${each || 'all'}`]), draft.days, (each) => { draft.days = each; changed(); }, { grid: true }),
    draft.way === 'daily' && el('div', { class: 'field-pair' }, time('from', 'hours.from'), time('until', 'hours.until')),
    draft.way === 'written' && field(`${id}-text`, 'hours.text', {
      type: 'text', value: draft.text, spellcheck: 'false', autocapitalize: 'off', oninput: (event) => { draft.text = event.target.value; typed(); },
    }, 'hours.text.hint'));
}

/// A text of which no two forms hold the same, with the button that copies it.
export function secret(id, text) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toast(t('copied'), { tone: 'good' });
    } catch {
      getSelection().selectAllChildren(byId(id));
      toast(t('copy.byHand'));
    }
  };
  return el('div', { class: 'line' }, el('p', { class: 'secret grow', id, tabindex: '0' }, text),
    el('button', { type: 'button', class: 'button', 'data-key': `${id}-copy`, onclick: copy }, icon('copy', 20), t('copy')));
}

/// A button whose deed cannot be taken back easily: it asks once more, in place.
export function confirming(key, words, question, act, { danger = true } = {}) {
  const box = el('div', { class: 'confirming' });
  const rest = () => show(box, el('button', { type: 'button', class: 'button', 'data-key': key, onclick: ask }, words));
  const ask = () => {
    const yes = el('button', { type: 'button', class: danger ? 'button danger' : 'button primary', 'data-key': `${key}-yes`, onclick: run }, words);
    show(box, el('p', { role: 'alert' }, question), el('div', { class: 'actions' }, yes,
      el('button', { type: 'button', class: 'button', 'data-key': `${key}-no`, onclick: () => { rest(); box.querySelector('button').focus(); } }, t('cancel'))));
    yes.focus();
  };
  const run = async (event) => {
    event.target.disabled = true;
    try {
      await act();
    } catch (failure) {
      toast(failure.message, { tone: 'warn' });
      if (box.isConnected) rest();
    }
  };
  rest();
  return box;
}

/// A form that says what went wrong above its button and stays as it was filled in.
export function sending(id, children, button, act) {
  const error = el('p', { class: 'field-error', role: 'alert', hidden: true });
  const send = async (event) => {
    event.preventDefault();
    const submit = event.target.querySelector('[type=submit]');
    submit.disabled = true;
    error.hidden = true;
    try {
      await act();
    } catch (failure) {
      error.textContent = failure.message;
      error.hidden = false;
    } finally {
      submit.disabled = false;
    }
  };
  return el('form', { class: 'form', id, onsubmit: send }, children, error,
    el('button', { type: 'submit', class: 'button primary wide', 'data-key': `${id}-send` }, button));
}

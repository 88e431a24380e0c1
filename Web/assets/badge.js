// A guard checks a rider's badge: scanned, typed, or opened by any camera. Nothing of the badge leaves the device.
import { api } from './api.js';
import { BadBadge, checkBadge, codeIn, standing } from './badgecode.js';
import { announce, byId, el, show } from './dom.js';
import { icon } from './icons.js';
import { openShell } from './shell.js';
import { remember, remembered } from './store.js';
import { language, onLanguage, passName, t } from './text.js';

/// What is on the screen: the last verdict, and whether the camera is on.
const view = { verdict: null, text: '', camera: null, list: remembered('revoked') };

/// What the server knows, else what it said last.
async function known(key, ask) {
  try {
    const fresh = await ask();
    remember(key, fresh);
    return fresh;
  } catch {
    return remembered(key);
  }
}

const districtKey = () => known('badge-key', api.badgeKey);

async function revokedList() {
  view.list = await known('revoked', api.revokedBadges);
  return view.list;
}

async function check(text) {
  const code = codeIn(text);
  // The code goes out of the address at once: it is nobody's business but the guard's.
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
  view.text = '';
  const [key, list] = await Promise.all([districtKey(), revokedList()]);
  view.verdict = await verdict(code, key, list?.revoked ?? []);
  render();
  announce(`${t(`badge.is.${view.verdict.kind}`)}. ${t(`badge.do.${view.verdict.kind}`)}`);
  byId('verdict').focus();
}

async function verdict(code, key, revoked) {
  if (!key) return { kind: 'nokey' };
  try {
    const badge = await checkBadge(code, key);
    return { kind: standing(badge, revoked), badge };
  } catch (failure) {
    if (failure instanceof BadBadge) return { kind: failure.kind };
    throw failure;
  }
}

const toneOf = (kind) => (kind === 'valid' ? 'good' : ['nokey', 'unsupported'].includes(kind) ? 'unknown' : 'bad');
const signs = { good: 'check', bad: 'close', unknown: 'alert' };

function date(seconds) {
  return new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(seconds * 1000);
}

function verdictBox({ kind, badge }) {
  const tone = toneOf(kind);
  const fact = (name, value, style) => el('div', {}, el('dt', {}, t(name)), el('dd', { class: style }, value));
  return el('section', { class: 'verdict', id: 'verdict', tabindex: '-1', 'data-verdict': tone, 'data-kind': kind },
    icon(signs[tone]), el('h2', {}, t(`badge.is.${kind}`)), el('p', {}, t(`badge.do.${kind}`)),
    badge && el('dl', { class: 'facts' },
      fact('badge.number', badge.number, 'number'),
      badge.passes.length > 0 && fact('badge.passes', badge.passes.map(passName).join(language() === 'zh' ? '、' : ', ')),
      fact('badge.from', date(badge.from)), fact('badge.until', date(badge.until))));
}

// The camera.

const canScan = () => 'BarcodeDetector' in globalThis && Boolean(navigator.mediaDevices?.getUserMedia);

async function startCamera() {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
    view.camera = { stream, problem: null };
    render();
    await scan(byId('viewfinder'), stream);
  } catch {
    stopCamera();
    view.camera = { stream: null, problem: 'badge.camera.refused' };
    render();
  }
}

function stopCamera() {
  for (const track of view.camera?.stream?.getTracks() ?? []) track.stop();
  view.camera = null;
}

async function scan(video, stream) {
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  video.srcObject = stream;
  await video.play();
  while (view.camera?.stream === stream) {
    const [found] = await detector.detect(video).catch(() => []);
    if (found && view.camera?.stream === stream) {
      stopCamera();
      return check(found.rawValue);
    }
    await new Promise((next) => { setTimeout(next, 150); });
  }
  return null;
}

// The page.

function listNote() {
  if (!view.list?.time) return t('badge.list.none');
  return t('badge.list', { time: date(Date.parse(view.list.time) / 1000) });
}

function render() {
  const send = (event) => {
    event.preventDefault();
    if (view.text.trim()) check(view.text);
  };
  const { camera } = view;
  show(byId('content'),
    el('div', {}, el('h1', {}, t('badge.title')), el('p', { class: 'detail' }, t('badge.hint'))),
    view.verdict && verdictBox(view.verdict),
    camera?.stream && el('section', { class: 'panel' }, el('video', { id: 'viewfinder', class: 'viewfinder', playsinline: true, muted: true, 'aria-label': t('badge.viewfinder') }),
      el('button', { type: 'button', class: 'button wide', 'data-key': 'stop', onclick: () => { stopCamera(); render(); } }, t('badge.scan.stop'))),
    el('section', { class: 'panel' },
      canScan() && !camera?.stream && el('button', { type: 'button', class: 'button primary wide', 'data-key': 'scan', onclick: startCamera }, icon('locate'), t(view.verdict ? 'badge.scan.next' : 'badge.scan')),
      !canScan() && el('p', { class: 'detail' }, t('badge.scan.none')),
      camera?.problem && el('p', { class: 'field-error', role: 'alert' }, t(camera.problem)),
      el('form', { class: 'form', onsubmit: send },
        el('div', { class: 'field' }, el('label', { for: 'badge-code' }, t('badge.code')),
          el('textarea', { id: 'badge-code', rows: 3, required: true, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', value: view.text, 'data-key': 'code', oninput: (event) => { view.text = event.target.value; } })),
        el('button', { type: 'submit', class: 'button wide', 'data-key': 'check' }, icon('check'), t('badge.check')))),
    el('p', { class: 'detail' }, listNote()));
}

openShell();
onLanguage(render);
render();
addEventListener('hashchange', () => { if (location.hash.length > 1) check(location.hash); });
if (location.hash.length > 1) check(location.hash);
else Promise.all([districtKey(), revokedList()]).then(() => { if (!view.verdict && !view.text) render(); });

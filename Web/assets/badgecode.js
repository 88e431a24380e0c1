// Reads and checks the code of a rider's badge, on the device alone. Sources/People/Badge.swift says how it is made.

const mark = 'KB1.';
const signatureBytes = 64;
const word = /^[A-Za-z0-9\-_.:]{1,24}$/;

/// Why a code is no good badge: `kind` is malformed, other, forged, unsupported.
export class BadBadge extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

/// The code in what a camera read, somebody typed, or an address holds after its #.
export function codeIn(text) {
  const tail = String(text).split('#').at(-1);
  let plain = tail;
  try { plain = decodeURIComponent(tail); } catch { /* not encoded */ }
  return plain.replaceAll(/\s+/g, '');
}

function bytesOf(text) {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) throw new BadBadge('malformed');
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0));
  } catch {
    throw new BadBadge('malformed');
  }
}

const textOf = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/// What is in a code: number, passes, first and last second since 1970; nothing of it is proven yet.
export function readBadge(code) {
  if (!code.startsWith(mark)) throw new BadBadge('malformed');
  const bytes = bytesOf(code.slice(mark.length));
  const message = bytes.slice(0, -signatureBytes);
  let at = 0;
  const take = (count) => {
    if (at + count > message.length) throw new BadBadge('malformed');
    at += count;
    return message.slice(at - count, at);
  };
  const number32 = () => take(4).reduce((sum, byte) => sum * 256 + byte, 0);
  const text = () => {
    const found = new TextDecoder().decode(take(take(1)[0]));
    if (!word.test(found)) throw new BadBadge('malformed');
    return found;
  };
  if (bytes.length <= signatureBytes || take(1)[0] !== 1) throw new BadBadge('malformed');
  const district = textOf(take(8));
  const from = number32();
  const until = number32();
  const number = text();
  const passes = Array.from({ length: take(1)[0] }, text);
  if (at !== message.length) throw new BadBadge('malformed');
  return { district, from, until, number, passes, message, signature: bytes.slice(-signatureBytes) };
}

/// The badge that `code` shows, where it was signed by the district whose `key` this is (as /v1/badge-key answers).
export async function checkBadge(code, key) {
  const badge = readBadge(code);
  if (badge.district !== key.district) throw new BadBadge('other');
  let isSigned;
  try {
    const open = await crypto.subtle.importKey('raw', bytesOf(key.raw), { name: 'Ed25519' }, false, ['verify']);
    isSigned = await crypto.subtle.verify({ name: 'Ed25519' }, open, badge.signature, badge.message);
  } catch {
    // Without https, and in old browsers, there is no Ed25519.
    throw new BadBadge('unsupported');
  }
  if (!isSigned) throw new BadBadge('forged');
  return badge;
}

/// `valid`, or why the badge is not good now: notYet, expired, revoked.
export function standing(badge, revoked, second = Date.now() / 1000) {
  if (revoked.includes(badge.number)) return 'revoked';
  if (second < badge.from) return 'notYet';
  return second > badge.until ? 'expired' : 'valid';
}

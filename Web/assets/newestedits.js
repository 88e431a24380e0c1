// The newest edits of a status. The server tells edits from the oldest on, so their end is looked for first.
import { api } from './api.js';

/// The last `most` edits with `status`, oldest first.
export async function newestEdits(status, most) {
  const first = await api.edits({ status, limit: most });
  if (first.edits.length < most) return first.edits;
  const last = await lastSequence(status, first.last);
  let edits = [];
  // Other events lie between edits: further back until there are enough.
  for (let back = most; edits.length < most && back <= 256 * most; back *= 4) {
    const since = Math.max(0, last - back);
    const older = (await api.edits({ status, since, limit: 1000 })).edits.filter(({ id }) => !edits.some((edit) => edit.id === id));
    edits = [...older, ...edits].sort((a, b) => a.sequence - b.sequence);
    if (since === 0) break;
  }
  return edits.slice(-most);
}

/// The number of the newest edit: ever larger steps past it, then halves.
async function lastSequence(status, known) {
  const later = async (since) => (await api.edits({ status, since, limit: 1 })).last;
  let [low, step] = [known, 1024];
  for (;;) {
    const found = await later(low + step);
    if (!found) break;
    low = found;
    step *= 2;
  }
  let high = low + step;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const found = await later(middle);
    if (found) low = found;
    else high = middle;
  }
  return Math.max(low, high);
}

// Leads a rider along a journey: what to do next above the map, what is left in the sheet, a new way where the old one
// is lost. The decisions are those of follow.js.
import { abandon, api, isAbandoned } from './api.js';
import { announce, byId, el, setText, show, toast } from './dom.js';
import { clock, distance, duration } from './format.js';
import { continues, Progress } from './follow.js';
import { icon } from './icons.js';
import { stepDrawing, stepsOf } from './journey.js';
import { follow } from './locate.js';
import { t } from './text.js';

/// How long after a failure the server is asked again.
const pause = 15_000;
/// A new way is offered to somebody on the fastest one only where it saves as many seconds.
const worthSeconds = 60;

export class Guidance {
  /// Leads along `journey` on `page`, the rider's, from `start` to `stop`.
  constructor(page, journey, { fastest }) {
    Object.assign(this, {
      page, journey, fastest, progress: new Progress(journey), step: null, here: null, asking: null, failed: false, pausedUntil: 0, stopped: false,
    });
  }

  start() {
    this.render();
    const first = this.progress.track.path[0];
    if (first) this.page.map.look(first, { zoom: 17.8, low: true });
    this.stopWatch = follow((fix) => this.#fix(fix), () => { if (!this.here && !this.stopped) toast(t('here.denied'), { tone: 'warn' }); });
    this.wakeful = () => this.#stayAwake();
    document.addEventListener('visibilitychange', this.wakeful);
    this.wakeful();
  }

  /// Ends the watch over the position, the light of the screen and whatever is asked for.
  stop() {
    this.stopped = true;
    this.stopWatch();
    clearTimeout(this.retry);
    abandon('onward');
    document.removeEventListener('visibilitychange', this.wakeful);
    this.wake?.release().catch(() => {});
    byId('guide').hidden = true;
  }

  /// Goes on along `journey`.
  take(journey) {
    Object.assign(this, { journey, progress: new Progress(journey), step: null });
    this.render();
  }

  /// Builds the guide and the sheet; a fix then changes what differs and nothing else, so that nothing moves under a
  /// finger.
  render() {
    const said = this.step;
    this.step = null;
    this.nodes = {
      far: el('p', { class: 'guide-far' }), words: el('p', { class: 'guide-step' }), sign: el('span', {}),
      time: el('p', { class: 'hero-time' }), left: el('p', { class: 'detail' }), rest: el('ol', { class: 'rows' }),
    };
    const { far, words, sign, time, left, rest } = this.nodes;
    show(byId('guide'), sign, el('div', { class: 'grow' }, far, words));
    byId('guide').hidden = false;
    this.page.sheet.show('follow', 'peek',
      el('div', { 'data-peek': true, class: 'following' },
        el('div', { class: 'grow' }, time, left,
          el('p', { class: 'hero-door' }, el('span', { class: 'door-mark' }, icon('door', 26)), el('strong', {}, this.page.goal(this.journey)))),
        el('button', { type: 'button', class: 'button danger', 'data-key': 'stop', onclick: () => this.page.stopFollowing() }, t('journey.stop'))),
      rest);
    this.#guide(this.progress.track.ahead(this.progress.at), said);
  }

  // A wake lock ends when the page is hidden, as by a call.
  #stayAwake() {
    if (document.visibilityState !== 'visible') return;
    navigator.wakeLock?.request('screen').then((lock) => {
      this.wake = lock;
      if (this.stopped) lock.release().catch(() => {});
    }, () => {});
  }

  #fix(fix) {
    if (this.stopped) return;
    const verdict = this.progress.fix(fix);
    const course = fix.heading ?? verdict.course;
    this.here = this.page.whereabouts.note(fix.position, { rotate: course });
    this.page.map.look(fix.position, { zoom: 17.8, bearing: course, low: true });
    if (verdict.arrived) return this.page.arrived();
    if (verdict.off) this.#astray();
    else this.#guide(verdict);
  }

  #guide({ step, metres, left, index }, said = null) {
    if (!step) return;
    const { far, words, sign, time, left: rest } = this.nodes;
    setText(far, t('follow.to', { distance: distance(metres) }));
    setText(time, duration(left.seconds));
    setText(rest, `${distance(left.metres)} · ${t('journey.arrive', { time: clock(this.journey.arrival) })}`);
    if (this.step?.index === index) return;
    if (said?.sentence !== step.sentence) announce(step.sentence);
    this.step = { index, sentence: step.sentence };
    setText(words, step.sentence);
    show(sign, icon(stepDrawing(step), 44));
    show(this.nodes.rest, stepsOf(this.journey).slice(index + 1, index + 4).map((each) => el('li', { class: 'row' },
      el('span', { class: 'row-icon' }, icon(stepDrawing(each), 28)), el('span', { class: 'grow row-label' }, each.sentence))));
  }

  // Other ways.

  #astray() {
    this.progress.astray = 0;
    if (this.asking || Date.now() < this.pausedUntil) return;
    toast(t('follow.off'), { tone: 'warn' });
    this.#ask((answer) => this.page.takeOver(answer, this.here));
  }

  /// Looks for the way from here on after something was closed or opened; what was chosen stays unless it is lost, or
  /// was the fastest and no longer is.
  lookAgain() {
    clearTimeout(this.retry);
    this.#ask((answer) => {
      const rest = this.progress.rest();
      const holds = [answer, ...(answer.alternatives ?? [])].some((journey) => continues(rest, journey));
      const better = this.fastest && answer.duration < rest.seconds - worthSeconds;
      if (holds && !better) return;
      this.page.takeOver(answer, this.here, { changed: true });
    }, () => { this.retry = setTimeout(() => this.lookAgain(), pause); });
  }

  /// Asks for the sentences in another language.
  translate() {
    this.render();
    this.#ask((answer) => {
      const rest = this.progress.rest();
      const same = [answer, ...(answer.alternatives ?? [])].findIndex((journey) => continues(rest, journey));
      this.page.takeOver(answer, this.here, { chosen: Math.max(same, 0) });
    });
  }

  async #ask(use, failed = () => {}) {
    const asking = {};
    this.asking = asking;
    try {
      const answer = await api.door(this.page.question(this.here ? { from: this.here.query } : {}), 'onward');
      if (this.stopped) return;
      this.failed = false;
      use(answer);
    } catch (error) {
      if (isAbandoned(error) || this.stopped) return;
      // The old way is better than none; that it is old is said once.
      if (!this.failed) toast(error.message, { tone: 'warn' });
      this.failed = true;
      this.pausedUntil = Date.now() + pause;
      failed();
    } finally {
      if (this.asking === asking) this.asking = null;
    }
  }
}

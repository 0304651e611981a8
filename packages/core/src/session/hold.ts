import { inspect, isCount } from '../wire/form';
import { ads, holdBreak, isBetween, leaveBreak, showFrame } from './ads';
import type { At, Cue, Intent } from './input';
import { hold, isOfAds, release, submit } from './opening';
import { BITRATE, createStart, learnQoe, receiveLength, stateCue } from './pending';
import { currentStart, hasViewing, type Draft } from './state';

/** A new seek so soon after the last one is the same scrub (P-5). */
const SCRUB_MS = 300;
/** A stall that lasts so long after a seek is buffering (7.4). */
const STALL_MS = 500;
/** A jump of less, in seconds, while data are missing belongs to the buffering (D34). */
const NUDGE_S = 1;

/** Not more than one `bitrateChange` in this time (7.6), and a switch of window that lasts as long (7.12). */
const SETTLE_MS = 1_000;
const FOCUS = 'inFocus';

type Said<T> = Extract<Intent, { type: T }>;

/** What had to last a while has lasted, and is told if it is still news. */
export function due(s: Draft): void {
  if (s.time >= s.focusDue!) {
    s.focusDue = undefined;
    submit(s, stateCue([FOCUS, s.player[FOCUS]!]));
  }
  if (s.time >= s.rateDue!) {
    s.rateDue = undefined;
    const { kbps } = s;
    if (!kbps || kbps === s.rate!.kbps) return;
    s.rate = { kbps, time: s.at.time };
    submit(s, { type: 'bitrateChange' });
  }
}

/** Data are missing: the player stalls, or a pause ends in a stall (D30). */
export function runDry(s: Draft, at: At = s.at): void {
  s.doing = 'run';
  s.isDry = true;
  s.playAgain = undefined;
  submit(s, { type: 'bufferStart', at });
}

/** Another word came: frames that ran did run. */
export function ran(s: Draft): void {
  if (s.held?.cue.type === 'play') release(s);
}

/** The seek is over, one way or another. */
function decide(s: Draft): void {
  ran(s);
  if (!isOfAds(s)) s.held = undefined;
}

/** The first frame of content or ad fixes the time to start, in ms (7.8). */
function firstFrame(s: Draft): void {
  if (s.wished !== undefined) learnQoe(s, { 'media.qoe.timeToStart': Math.trunc(s.at.time - s.wished) });
  s.wished = undefined;
}

/** Ends the buffering, the pause, and the sleep: frames run. */
const showFrames = (s: Draft): void => {
  s.moved = s.at;
  s.playAgain = s.nudge = s.isDry = s.isHalted = s.isCutShort = s.isAsleep = undefined;
  if (!s.pod) s.contentEnded = undefined;
};

const run = (s: Draft): void => {
  // Players recover from errors without another wish to play.
  if (s.broken && !hasViewing(s)) start(s, true);
  const between = isBetween(s);
  showFrames(s);
  if (between || s.doing !== 'seek') {
    if (s.spot || !s.pod) firstFrame(s);
    if (between) showFrame(s);
    else if (!s.adAt) submit(s, { type: 'play' });
    s.doing = 'run';
  } else if (s.held?.cue.type !== 'play') hold(s, SCRUB_MS, { type: 'play' });
};

/** Hands on what a player knows, if its form is good. */
const tell = (s: Draft, { type, params }: Cue): void => {
  const form = inspect(s.effects, type, params, undefined);
  if (form) submit(s, { type, ...form });
};

const over =
  (type: 'sessionComplete' | 'sessionEnd') =>
  (s: Draft): void => {
    decide(s);
    leaveBreak(s);
    if (hasViewing(s)) submit(s, { type: s.contentEnded ? 'sessionComplete' : type });
    s.untracked = s.left = s.contentEnded = undefined;
  };
/** The content goes for good. */
export const unload = (s: Draft): void => {
  over('sessionEnd')(s);
  s.broken = false;
  s.doing = s.away = undefined;
  // Of other content nothing is known yet.
  s.playhead = -1;
  s.rate = s.kbps = undefined;
};

const start = (s: Draft, late?: boolean): void => {
  s.doing = s.held = s.moved = undefined;
  s.wished = late ? undefined : s.at.time;
  s.broken = false;
  createStart(s);
  holdBreak(s);
};

/** What was still played of broken content is over. */
export const isOver = (s: Draft): boolean => {
  if (s.broken && s.content) fall(s);
  return !!s.broken;
};
const fall = (s: Draft): void => {
  unload(s);
  s.broken = true;
};

/** What a player's words come down to (P-1 to P-15). */
export const hears: { readonly [T in Intent['type']]: (s: Draft, intent: Said<T>) => void } = {
  start: (s, { late }) => {
    if (hasViewing(s)) {
      if (s.doing === 'halt' && !isBetween(s)) s.playAgain ??= s.at;
    } else if (!s.untracked && !s.broken) start(s, late);
  },
  length: (s, { seconds }) => {
    if (isCount(seconds)) receiveLength(s, seconds);
  },
  run,
  halt: (s) => {
    if (isOver(s)) return;
    const between = isBetween(s);
    s.doing = 'halt';
    s.playAgain = s.nudge = s.isDry = s.isAsleep = undefined;
    if (between) return;
    s.isHalted = true;
    decide(s);
    submit(s, { type: 'pauseStart' });
  },
  wait: (s) => {
    if (isOver(s) || isBetween(s)) return;
    ran(s);
    s.moved = s.at;
    if (s.doing === 'run' || s.playAgain) runDry(s);
  },
  seek: (s) => {
    s.jumped = true;
    s.isCutShort = s.isHalted;
    if (isBetween(s)) return;
    if (!isOfAds(s)) s.held = undefined;
    s.isAsleep = undefined;
    if (s.doing !== 'run') return;
    if (s.isDry) {
      s.nudge ??= s.at;
      return;
    }
    s.doing = 'seek';
    submit(s, { type: 'seekStart' });
  },
  sought: (s) => {
    if (isBetween(s)) return;
    s.moved = s.at;
    const { nudge } = s;
    s.nudge = undefined;
    if (nudge && Math.abs(s.at.playhead - nudge.playhead) >= NUDGE_S) {
      s.doing = 'seek';
      s.isDry = undefined;
      submit(s, { type: 'seekStart', at: nudge });
    }
    if (s.doing === 'seek' && !s.held) hold(s, STALL_MS, { type: 'bufferStart' });
  },
  move: (s) => {
    const { at, moved } = s;
    if (!moved || moved.playhead === at.playhead || isBetween(s)) return;
    const gone = (at.playhead - moved.playhead) * 1_000;
    const elapsed = at.time - moved.time;
    if (gone > 0 && elapsed > 0 && elapsed < SETTLE_MS) s.pace = Math.max(0.25, Math.round((4 * gone) / elapsed) / 4);
    // Engines exist that go on without a word: they did when the clock did, unless it jumped.
    if (s.isDry || s.buffering || s.held?.cue.type === 'bufferStart') {
      if (gone > 0 && gone < STALL_MS) s.at = { ...moved, time: Math.max(moved.time, at.time - gone) };
      run(s);
      s.at = at;
    }
    s.moved = at;
  },
  end: (s) => {
    if (isOver(s) || (s.isCutShort && !s.contentEnded)) return;
    over('sessionComplete')(s);
  },
  contentEnded: (s) => {
    if (!s.isCutShort) s.contentEnded = true;
  },
  unload: (s, { mayReturn }) => {
    const { at, away } = s;
    if (!mayReturn || !hasViewing(s) || s.broken) {
      // It went when it was unloaded.
      s.at = away ?? at;
      unload(s);
      s.at = at;
      return;
    }
    s.away ??= at;
    s.moved = s.playAgain = s.nudge = undefined;
  },
  returned: () => {},
  fail: (s, { id, external, plays }) => {
    if (s.broken) return;
    decide(s);
    tell(s, { type: 'error', params: { 'media.qoe.errorID': id, ...(external && { 'media.qoe.errorSource': 'external' }) } });
    if (plays && s.doing === 'run') s.broken = true;
    else fall(s);
  },
  mend: (s) => {
    if (s.content) s.broken = false;
  },
  bitrate: (s, { kbps }) => {
    if (!kbps || !isCount(kbps)) return;
    s.kbps = Math.trunc(kbps);
    if (hasViewing(s)) learnQoe(s, { [BITRATE]: s.kbps });
    // The first value is no change, nor is one before the first frame.
    if (!s.rate || !(s.content ?? currentStart(s)?.openingQoe)) s.rate = { kbps: s.kbps, time: -SETTLE_MS };
    else s.rateDue ??= Math.max(s.at.time, s.rate.time + SETTLE_MS);
  },
  chapter: (s, { chapter }) => {
    if (s.held || s.doing === 'seek' || s.pod || s.adBreak) return;
    const { jumped } = s;
    s.jumped = false;
    const index = s.chapter?.params['media.chapter.index'];
    if (index === chapter?.index) return;
    if (index) submit(s, { type: jumped ? 'chapterSkip' : 'chapterComplete' });
    if (!chapter) return;
    const { start, end, title } = chapter;
    tell(s, {
      type: 'chapterStart',
      params: {
        'media.chapter.index': chapter.index,
        'media.chapter.offset': start,
        'media.chapter.length': end - start,
        ...(title && { 'media.chapter.friendlyName': title }),
      },
    });
  },
  state: (s, { name, on }) => {
    if (s.player[name] === on) return;
    const cue = stateCue([name, on]);
    if (!inspect(s.effects, cue.type, cue.params, undefined)) return;
    s.player = { ...s.player, [name]: on };
    if (!hasViewing(s)) return;
    if (name === FOCUS) s.focusDue = s.at.time + SETTLE_MS;
    else submit(s, cue);
  },
  ...ads,
};

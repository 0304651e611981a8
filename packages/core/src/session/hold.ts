import { inspect, isCount } from '../wire/form';
import { ads, holdBreak, isBetween, leaveBreak, showFrame } from './ads';
import type { Cue, Intent } from './input';
import { ask, BITRATE, cues, dismiss, hold, isOfAds, release, stateCue, submit } from './opening';
import type { Draft } from './state';

/** A new seek so soon after the last one is the same scrub (players.md 7.5). */
const SCRUB_MS = 300;
/** A stall that lasts so long after a seek is buffering (7.4). */
const STALL_MS = 500;

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
    const kbps = s.qoe[BITRATE]!;
    if (kbps === s.rate!.kbps) return;
    s.rate = { kbps, time: s.at.time };
    submit(s, { type: 'bitrateChange' });
  }
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
  if (s.wished !== undefined) s.qoe = { ...s.qoe, 'media.qoe.timeToStart': Math.trunc(s.at.time - s.wished) };
  s.wished = undefined;
}

const run = (s: Draft): void => {
  s.moved = s.at;
  // Players recover from errors without another wish to play.
  if (s.broken && !s.content && !s.asked) start(s, true);
  const between = isBetween(s);
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
    submit(s, { type });
    s.untracked = s.left = false;
  };
const unload = (s: Draft): void => {
  over('sessionEnd')(s);
  s.broken = false;
  s.doing = undefined;
  // Of other content nothing is known yet.
  s.playhead = -1;
  s.rate = undefined;
};

const start = (s: Draft, late?: boolean): void => {
  s.doing = s.held = s.moved = undefined;
  s.wished = late ? undefined : s.at.time;
  s.broken = false;
  ask(s);
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

/** Without consent the session is over, and nobody is told; with it what plays is a viewing that goes on. */
export const consent = (s: Draft, { given }: { given: boolean }): void => {
  const { doing, pod, spot } = s;
  if (given) {
    s.untracked = false;
    if (s.content || s.asked || (doing !== 'run' && doing !== 'seek')) return;
    s.left = true;
    start(s, true);
    run(s);
  } else {
    dismiss(s, true);
    s.dormant = true;
    unload(s);
    s.untracked = true;
    Object.assign(s, { doing, pod, spot });
  }
};

/** What a player's words come down to (players.md, section 7). */
export const hears: { readonly [T in Intent['type']]: (s: Draft, intent: Said<T>) => void } = {
  start: (s, { late }) => {
    if (!s.content && !s.asked && !s.untracked && !s.broken) start(s, late);
  },
  length: (s, { seconds }) => {
    if (!s.asked?.guess) return;
    s.asked = { ...s.asked, length: seconds };
    s.effects.push({ do: 'ask', about: 'media' });
  },
  run,
  halt: (s) => {
    if (isOver(s)) return;
    const between = isBetween(s);
    s.doing = 'halt';
    if (between) return;
    decide(s);
    submit(s, { type: 'pauseStart' });
  },
  wait: (s) => {
    if (isOver(s) || isBetween(s)) return;
    ran(s);
    s.moved = s.at;
    if (s.doing === 'run') submit(s, { type: 'bufferStart' });
  },
  seek: (s) => {
    s.jumped = true;
    if (isBetween(s)) return;
    if (!isOfAds(s)) s.held = undefined;
    if (s.doing !== 'run') return;
    s.doing = 'seek';
    submit(s, { type: 'seekStart' });
  },
  sought: (s) => {
    if (isBetween(s)) return;
    s.moved = s.at;
    if (s.doing === 'seek' && !s.held) hold(s, STALL_MS, { type: 'bufferStart' });
  },
  move: (s) => {
    const { at, moved } = s;
    if (!moved || moved.playhead === at.playhead || isBetween(s)) return;
    // Engines exist that go on without a word: they did when the clock did, unless it jumped.
    if (s.buffering || s.held?.cue.type === 'bufferStart') {
      const gone = (at.playhead - moved.playhead) * 1_000;
      if (gone > 0 && gone < STALL_MS) s.at = { ...moved, time: Math.max(moved.time, at.time - gone) };
      run(s);
      s.at = at;
    }
    s.moved = at;
  },
  end: (s) => {
    if (!isOver(s)) over('sessionComplete')(s);
  },
  contentEnded: () => {},
  unload,
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
    cues.qoe(s, { type: 'qoe', params: { [BITRATE]: kbps } });
    // The first value is no change.
    if (!s.rate || !s.content) s.rate = { kbps: s.qoe[BITRATE]!, time: -SETTLE_MS };
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
    if (s.content && name === FOCUS) s.focusDue = s.at.time + SETTLE_MS;
    else if (s.content) submit(s, cue);
  },
  ...ads,
};

import { inspect, isCount } from '../wire/form';
import type { Cue, Intent } from './input';
import { ask, BITRATE, cues, dismiss, stateCue, submit } from './opening';
import type { Draft } from './state';

/** A new seek so soon after the last one is the same scrub (players.md 7.5). */
const SCRUB_MS = 300;
/** A stall that lasts so long after a seek is buffering (7.4). */
const STALL_MS = 500;

/** Not more than one `bitrateChange` in this time (7.6), and a switch of window that lasts as long (7.12). */
const SETTLE_MS = 1_000;
const FOCUS = 'inFocus';

type Said<T> = Extract<Intent, { type: T }>;

/** What was held stands: nothing that followed belongs to it. */
export function release(s: Draft): void {
  const { held } = s;
  s.held = undefined;
  if (!held) return;
  s.doing = 'run';
  submit(s, held.cue);
}

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
  s.held = undefined;
}

const hold = (s: Draft, ms: number, type: Cue['type']): void => {
  s.held = { until: s.at.time + ms, cue: { type, at: s.at } };
};

/** The first frame of content or ad fixes the time to start, in ms (7.8). */
function firstFrame(s: Draft): void {
  if (s.wished !== undefined) s.qoe = { ...s.qoe, 'media.qoe.timeToStart': Math.trunc(s.at.time - s.wished) };
  s.wished = undefined;
}

const run = (s: Draft): void => {
  s.moved = s.at;
  // Players recover from errors without another wish to play.
  if (s.broken && !s.content && !s.asked) start(s, true);
  if (s.doing !== 'seek') {
    firstFrame(s);
    s.doing = 'run';
    submit(s, { type: 'play' });
  } else if (s.held?.cue.type !== 'play') hold(s, SCRUB_MS, 'play');
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
  const { doing } = s;
  if (given) {
    s.untracked = false;
    if (doing !== 'run' && doing !== 'seek') return;
    s.left = true;
    start(s, true);
    run(s);
  } else {
    dismiss(s, true);
    s.dormant = true;
    unload(s);
    s.untracked = true;
    s.doing = doing;
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
    decide(s);
    s.doing = 'halt';
    submit(s, { type: 'pauseStart' });
  },
  wait: (s) => {
    if (isOver(s)) return;
    ran(s);
    s.moved = s.at;
    if (s.doing === 'run') submit(s, { type: 'bufferStart' });
  },
  seek: (s) => {
    s.jumped = true;
    s.held = undefined;
    if (s.doing !== 'run') return;
    s.doing = 'seek';
    submit(s, { type: 'seekStart' });
  },
  sought: (s) => {
    s.moved = s.at;
    if (s.doing === 'seek' && !s.held) hold(s, STALL_MS, 'bufferStart');
  },
  move: (s) => {
    if (!s.moved || s.moved.playhead === s.at.playhead) return;
    s.moved = s.at;
    // Engines exist that go on without a word.
    if (s.buffering || s.held?.cue.type === 'bufferStart') run(s);
  },
  end: (s) => {
    if (!isOver(s)) over('sessionComplete')(s);
  },
  unload,
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
    if (s.held || s.doing === 'seek' || s.adBreak) return;
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
    const cue = stateCue([name, on]);
    if (!inspect(s.effects, cue.type, cue.params, undefined)) return;
    s.player = { ...s.player, [name]: on };
    if (s.content && name === FOCUS) s.focusDue = s.at.time + SETTLE_MS;
    else if (s.content) submit(s, cue);
  },
  breakStart: (s, { guess }) => {
    s.ads = 0;
    tell(s, {
      type: 'adBreakStart',
      params: { 'media.ad.podIndex': ++s.breaks, 'media.ad.podSecond': Math.max(s.at.playhead, 0), ...guess?.params },
    });
  },
  ad: (s, { guess }) => {
    firstFrame(s);
    s.adAt = s.at;
    s.effects.push({ do: 'ask', about: 'ad', guess });
  },
  adEnd: (s, { skipped }) => submit(s, { type: skipped ? 'adSkip' : 'adComplete' }),
  breakEnd: (s) => submit(s, { type: 'adBreakComplete' }),
};

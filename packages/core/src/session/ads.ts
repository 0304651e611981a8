import type { Guess, Intent } from './input';
import { HOLD_MS, hold, release, submit } from './opening';
import { RUNS } from './playback';
import { hasViewing, type Draft } from './state';

/** Content that needs so long after a break stalls (P-4). */
const RESUME_MS = 1_000;

type AdWord = 'breakStart' | 'ad' | 'adData' | 'adEnd' | 'breakEnd';
type Hears = { readonly [T in AdWord]: (s: Draft, intent: Extract<Intent, { type: T }>) => void };

/** The break is over, and the content does not run yet. */
const isLeaving = (s: Draft): boolean => s.held?.cue.type === 'adBreakComplete';

/** In a break, and no ad is shown: what the player says then is neither the viewer's doing nor the content's. */
export const isBetween = (s: Draft): boolean => (!!s.pod && !s.shown) || isLeaving(s);

/** The break waits to be told, once there is a viewing that it belongs to. */
export function holdBreak(s: Draft): void {
  if (s.pod && hasViewing(s)) hold(s, HOLD_MS, { ...s.pod, at: s.at });
}

/** Asks the application about the ad that is shown. */
const ask = (s: Draft): void => {
  s.effects.push({ do: 'ask', about: 'ad', guess: s.spot });
};

/** Frames run in a break: the first of an ad begins it, the first of the content ends the break. */
export function showFrame(s: Draft): void {
  if (isLeaving(s)) {
    s.held = undefined;
    // What is queued came before this frame.
    if (s.content && !s.queueUntil) Object.assign(s, RUNS);
    submit(s, { type: 'adBreakComplete' });
    // Of a break that was not told, this is all.
    submit(s, { type: 'play' });
  } else if (s.spot) {
    s.shown = true;
    if (!hasViewing(s)) return;
    // An ad that is shown proves its break.
    release(s);
    s.adAt = s.at;
    ask(s);
  }
}

/** The application's answer about the ad; what nobody knows yet is waited for. */
export function learnAd(s: Draft, answer: Guess | null): void {
  const at = s.adAt;
  if (!at) return;
  s.held = s.adAt = undefined;
  if (!answer) return;
  const { 'media.ad.length': length, ...params } = { ...answer.params } as Record<string, unknown>;
  // Players say 0, -1, NaN or Infinity for what they do not know.
  const known = (length as number) > 0 && length !== Infinity;
  s.held = {
    until: at.time + HOLD_MS,
    cue: {
      type: 'adStart',
      at,
      params: { 'media.ad.podPosition': s.ads + 1, ...params, 'media.ad.length': known ? length : 0 },
      customMetadata: answer.customMetadata,
    },
  };
  if (known && params['media.ad.id']) release(s);
  else s.adAt = at;
}

/** The ad is over; one that showed no frame was none. */
const endAd = (s: Draft, skipped?: boolean): void => {
  if (s.shown) submit(s, { type: skipped ? 'adSkip' : 'adComplete' });
  s.shown = s.spot = s.adAt = undefined;
};

/** Whatever was open is over with the content. */
export function leaveBreak(s: Draft): void {
  // The end of the content closes what was told of the break.
  if (s.held?.cue.type !== 'adStart') s.held = undefined;
  s.pod = s.spot = s.shown = undefined;
}

/** What a player says of its ads (P-10). */
export const ads: Hears = {
  breakStart: (s, { guess }) => {
    endAd(s, true);
    if (s.held?.cue.type === 'play') release(s);
    s.held = undefined;
    s.ads = 0;
    s.playAgain = undefined;
    const params = { 'media.ad.podIndex': s.breaks + 1, 'media.ad.podSecond': Math.max(s.at.playhead, 0), ...guess?.params };
    s.pod = { type: 'adBreakStart', params };
    holdBreak(s);
  },
  ad: (s, { guess }) => {
    endAd(s, true);
    if (s.pod) s.spot = guess ?? {};
  },
  adData: (s, { guess }) => {
    if (!s.spot) return;
    s.spot = { ...s.spot, ...guess, params: { ...s.spot.params, ...guess?.params } };
    if (s.adAt) ask(s);
  },
  adEnd: (s, { skipped }) => endAd(s, skipped),
  breakEnd: (s) => {
    endAd(s, true);
    // Instead of the start, if that was still held.
    if (s.pod && hasViewing(s)) hold(s, RESUME_MS, { type: 'adBreakComplete' });
    s.pod = undefined;
  },
};

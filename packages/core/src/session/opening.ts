import { inspect } from '../wire/form';
import type { Cue } from './input';
import { enqueue } from './pending';
import { act, flush, isBreak, isEnding } from './queue';
import { currentStart, endViewing, type Draft } from './state';

/** An ad break, and an ad that is shown, wait so long for what makes them worth telling (P-10). */
export const HOLD_MS = 250;

/** Something waits for what follows, with its own time and place. */
export function hold(s: Draft, ms: number, cue: Cue): void {
  s.held = { until: s.at.time + ms, cue: { at: s.at, ...cue } };
}

/** What is held is a break or an ad, not a seek: what comes next releases it. */
export const isOfAds = (s: Draft): boolean => /^ad/.test(s.held?.cue.type ?? '');

/** What was held stands: nothing that followed belongs to it. */
export function release(s: Draft): void {
  const { held } = s;
  if (!held) return;
  let { cue }: { cue: Cue } = held;
  if (!isOfAds(s)) s.doing = 'run';
  if (cue.type === 'bufferStart') s.isDry = true;
  s.held = undefined;
  if (cue.params) {
    s.adAt = undefined;
    const form = inspect(s.effects, cue.type, cue.params, cue.customMetadata);
    if (!form) return;
    s[isBreak(cue) ? 'breaks' : 'ads']++;
    cue = { ...cue, ...form };
  }
  // The viewer paused before the content ran again.
  const paused = cue.type === 'adBreakComplete' && s.doing === 'halt';
  if (paused) s.wish = 'pause';
  submit(s, cue);
  if (paused) submit(s, { type: 'pauseStart' });
}

/** Hands a cue to the session: at once, or when the start has its data and the pre-roll wait is over. */
export function submit(s: Draft, undated: Cue): void {
  const { at } = s;
  const cue = { at, ...undated };
  if (isOfAds(s)) release(s);
  const start = currentStart(s);
  if (start) enqueue(s, start, cue);
  else if (!s.queueUntil) act(s, cue);
  else {
    s.queue = [...s.queue, cue];
    if (isEnding(cue) || isBreak(cue) || at.time >= s.queueUntil) flush(s);
  }
  if (isEnding(cue)) endViewing(s);
  s.at = at;
}

import { inspect } from '../wire/form';
import { settle } from './idle';
import type { Cue, Guess } from './input';
import { playback, type Handler } from './playback';
import { open } from './reopen';
import { spans } from './spans';
import type { Draft } from './state';

/** An ad break, and an ad that is shown, wait so long for what makes them worth telling (players.md 7.10). */
export const HOLD_MS = 250;
/** sessionStart waits so long for the length of the content (players.md 7.1). */
const LENGTH_MS = 10_000;

/** One handler for every cue: a new cue does not compile until it is handled. */
export const cues: Readonly<Record<Cue['type'], Handler>> = { ...playback, ...spans };

export const BITRATE = 'media.qoe.bitrate';

const isBreak = ({ type }: Cue): boolean => type === 'adBreakStart';

function act(s: Draft, cue: Cue): void {
  if (!s.content) return;
  s.at = cue.at!;
  const refusal = cues[cue.type](s, cue);
  if (!refusal) {
    if (s.content) settle(s);
  } else if (cue.hand) s.effects.push(`${cue.type} is ignored: ${refusal}.`);
}

/** The pre-roll wait is over: a `play` before the first break was only the wish to play. */
export function flush(s: Draft): void {
  const { at, queue } = s;
  s.queue = [];
  s.queueUntil = undefined;
  const first = queue.findIndex(isBreak);
  queue.forEach((cue, index) => (index < first && cue.type === 'play') || act(s, cue));
  s.at = at;
}

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

/** Hands a cue to the state machine: at once, or when the start has its data and the pre-roll wait is over. */
export function submit(s: Draft, undated: Cue): void {
  const { at } = s;
  const cue = { at, ...undated };
  if (isOfAds(s)) release(s);
  if (!s.queueUntil) {
    act(s, cue);
    s.at = at;
    return;
  }
  s.queue = [...s.queue, cue];
  const ends = /^session[CE]/.test(cue.type);
  if (ends && s.asked?.guess) begin(s);
  if (!s.asked && s.queueUntil && (ends || isBreak(cue) || at.time >= s.queueUntil)) flush(s);
}

/** Asks the application what it is that plays. `given` is what `track('sessionStart')` was told. */
export function ask(s: Draft, given?: Cue): void {
  s.queueUntil = s.at.time + LENGTH_MS;
  s.asked = { at: s.at, until: s.queueUntil, hand: !!given };
  s.effects.push({ do: 'ask', about: 'media', given });
}

/** A player state, as it is told by itself. */
export const stateCue = ([name, on]: [name: string, on: boolean]): Cue => ({
  type: on ? 'stateStart' : 'stateEnd',
  params: { 'media.state.name': name },
});

/** Opens the session with all that is known of the content by now. */
export function begin(s: Draft): void {
  const { at: now, left } = s;
  const { at, guess, hand } = s.asked!;
  const params = { ...(!hand && { 'media.length': 0 }), ...guess?.params, ...(left && { 'media.resume': true }) };
  if (s.rate) s.qoe = { [BITRATE]: s.rate.kbps, ...s.qoe };
  s.content = inspect(s.effects, 'sessionStart', params, guess?.customMetadata);
  if (!s.content) return dismiss(s, !hand);
  s.asked = undefined;
  s.left = false;
  s.at = at;
  open(s);
  settle(s);
  s.queueUntil = at.time + s.prerollWait;
  // What is off is refused, and nobody hears of it.
  s.queue = [...Object.entries(s.player).map((state) => ({ ...stateCue(state), at })), ...s.queue];
  s.at = now;
  if (now.time >= s.queueUntil || s.queue.some(isBreak)) flush(s);
}

/** Nothing is opened; `untracked`: nothing will be, until the content goes. */
export function dismiss(s: Draft, untracked: boolean): void {
  s.asked = s.queueUntil = s.wished = undefined;
  s.queue = [];
  s.untracked = untracked;
}

/** The application's answer about the content. */
export function learn(s: Draft, answer: Guess | null): void {
  if (!s.asked) return;
  const { hand, length } = s.asked;
  if (!answer) return dismiss(s, !hand);
  const params = { ...(length !== undefined && { 'media.length': length }), ...answer.params };
  s.asked = { ...s.asked, guess: { ...answer, params } };
  if (hand || 'media.length' in params) begin(s);
}

import { nextEventAt, settle } from './idle';
import type { At, Cue } from './input';
import { playback, type Handler } from './playback';
import { spans } from './spans';
import { playbackOf, type Draft } from './state';

/** One handler for every cue: a new cue does not compile until it is handled. */
export const cues: Readonly<Record<Cue['type'], Handler>> = { ...playback, ...spans };

/** Whether a cue opens an ad break. */
export const isBreak = ({ type }: Cue): boolean => type === 'adBreakStart';

/** Whether a cue ends its viewing. */
export const isEnding = ({ type }: Cue): boolean => /^session[CE]/.test(type);

/** Applies a cue to the open session, with the cue's own time and place. */
export function act(s: Draft, cue: Cue): void {
  if (!s.content) return;
  s.at = cue.at!;
  const refusal = cues[cue.type](s, cue);
  if (!refusal) {
    if (s.content) settle(s);
  } else if (cue.hand) s.effects.push(`${cue.type} is ignored: ${refusal}.`);
}

/** Emits what falls due by itself between two moments of a session that is replayed, each with its own time (R-25a). */
function catchUp(s: Draft, from: At, to: At): void {
  for (let due = nextEventAt(s); due <= to.time; due = nextEventAt(s)) {
    const share = playbackOf(s) === 'play' ? (due - from.time) / (to.time - from.time || 1) : 0;
    const start = from.playhead < 0 ? to.playhead : from.playhead;
    s.at = { time: due, playhead: start + (to.playhead - start) * Math.max(0, share) };
    settle(s);
  }
}

/**
 * Applies what was queued. The pre-roll wait is over: a `play` that an ad break followed within it was only the request to play
 * . `from` is when and where the session was opened.
 */
export function flush(s: Draft, from?: At): void {
  const { at, queue, queueUntil } = s;
  s.queue = [];
  s.queueUntil = undefined;
  const first = queue.findIndex((cue) => isBreak(cue) && cue.at!.time <= queueUntil!);
  let last = from ?? queue[0]?.at ?? at;
  queue.forEach((cue, index) => {
    if (index < first && cue.type === 'play') return;
    catchUp(s, last, cue.at!);
    last = cue.at!;
    act(s, cue);
  });
  catchUp(s, last, at);
  s.at = at;
}

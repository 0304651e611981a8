import type { EventType } from '../wire/events';
import type { Cue } from './input';
import type { Draft, Playback } from './state';

/** The words that change the playback state. */
export type PlaybackWord = 'play' | 'pauseStart' | 'seekStart' | 'seekComplete' | 'bufferStart' | 'bufferComplete';

/** Handles one cue; a string says why it was refused. */
export type Handler = (s: Draft, cue: Cue) => string | undefined;

/** How each playback state is told; there is no seek event on the wire. */
export const told: Readonly<Record<Playback, EventType>> = {
  init: 'ping',
  play: 'play',
  pause: 'pauseStart',
  seek: 'pauseStart',
  buffer: 'bufferStart',
};

/** Between the ads of a break nothing of playback counts. */
const outside =
  (handler: Handler): Handler =>
  (s, cue) =>
    s.adBreak && !s.ad ? 'an ad break is open, and no ad' : handler(s, cue);

/** By hand, none of them begins while seeking or buffering; a player's word ends what went before. */
const begin = (change: { wish: 'play' | 'pause' } | { seeking: true } | { buffering: true }): Handler =>
  outside((s, { type, hand }) => {
    if (hand && type !== 'play' && (s.seeking || s.buffering)) return 'complete the seek or buffering first';
    Object.assign(s, { seeking: false, buffering: false }, change);
  });

/** Back to what was under it; a player that never played is paused then. */
const end = (state: 'seeking' | 'buffering'): Handler =>
  outside((s) => {
    if (!s[state]) return 'it did not start';
    s[state] = false;
    if (s.wish === 'init') s.wish = 'pause';
  });

/** How it stands when frames run. */
export const RUNS = { wish: 'play', seeking: false, buffering: false } as const;

/** The state machine of playback. */
export const playback: Readonly<Record<PlaybackWord, Handler>> = {
  play: begin({ wish: 'play' }),
  pauseStart: begin({ wish: 'pause' }),
  seekStart: begin({ seeking: true }),
  seekComplete: end('seeking'),
  bufferStart: begin({ buffering: true }),
  bufferComplete: end('buffering'),
};

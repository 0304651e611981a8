import type { EventType } from '../wire/events';
import type { Cue } from './input';
import type { Playback } from './state';
import type { Turn } from './turn';

/** The words that change the playback state. */
export type PlaybackWord = 'play' | 'pauseStart' | 'seekStart' | 'seekComplete' | 'bufferStart' | 'bufferComplete';

/** Handles one cue; a string says why it was refused. */
export type Handler = (turn: Turn, cue: Cue) => string | void;

/** How each playback state is told; there is no seek event on the wire. */
export const told: Readonly<Record<Playback, EventType>> = {
  init: 'ping',
  play: 'play',
  pause: 'pauseStart',
  seek: 'pauseStart',
  buffer: 'bufferStart',
};

/** Between ads of a break nothing of playback counts. */
const outside =
  (handler: Handler): Handler =>
  (turn, cue) =>
    turn.session.adBreak && !turn.session.ad ? 'an ad break is open without an ad' : handler(turn, cue);

/** Pause, seek and buffer begin only where none of the last two goes on. */
const begin = (change: { wish: 'pause' } | { seeking: true } | { buffering: true }): Handler =>
  outside(({ session }) => {
    if (session.seeking || session.buffering) return `the player is ${session.seeking ? 'seeking' : 'buffering'}`;
    Object.assign(session, change);
  });

/** Back to what was under it; a player that never played is then paused. */
const end = (state: 'seeking' | 'buffering'): Handler =>
  outside(({ session }) => {
    if (!session[state]) return `the player is not ${state}`;
    session[state] = false;
    if (session.wish === 'init') session.wish = 'pause';
  });

/** The state machine of playback. */
export const playback: Readonly<Record<PlaybackWord, Handler>> = {
  play: outside(({ session }) => {
    session.seeking = session.buffering = false;
    session.wish = 'play';
  }),
  pauseStart: begin({ wish: 'pause' }),
  seekStart: begin({ seeking: true }),
  seekComplete: end('seeking'),
  bufferStart: begin({ buffering: true }),
  bufferComplete: end('buffering'),
};

import type { EventType } from '../../wire/events';
import type { Action } from '../input';
import type { Playback, PlaybackState } from '../snapshot';
import { playbackOf, type TrackedDraft } from '../state';
import { update } from './emit';

/** The actions that change the playback state. */
export type PlaybackAction = 'play' | 'pauseStart' | 'seekStart' | 'seekComplete' | 'bufferStart' | 'bufferComplete';

/** Handles one action; a string says why it was refused. */
export type Handler = (s: TrackedDraft, action: Action) => string | undefined;

/** The event that reports each playback state; there is no seek event on the wire. */
export const eventOfPlayback: Readonly<Record<Playback, EventType>> = {
  init: 'ping',
  play: 'play',
  pause: 'pauseStart',
  seek: 'pauseStart',
  buffer: 'bufferStart',
};

/** Between the ads of a break playback does not count. */
const outsideOfBreaks =
  (handler: Handler): Handler =>
  (s, action) =>
    s.tracked.reported.adBreak && !s.tracked.reported.ad ? 'an ad break is open without an ad' : handler(s, action);

/** Puts playback where it was before the session was opened anew. Between the ads of a break it is reported only after the break. */
function restore(s: TrackedDraft, playback: PlaybackState): void {
  const { adBreak, ad } = s.tracked.reported;
  s.tracked.playback = playback;
  if (adBreak && !ad) update(s, { playback: playbackOf(s) });
}

/** By hand, none of them begins while seeking or buffering; an action of the player ends what went before. */
const begin = (change: Partial<PlaybackState>): Handler => {
  const handler = outsideOfBreaks(({ tracked }, { type, isManual }) => {
    const { intended, isSeeking, isBuffering } = tracked.playback;
    if (isManual && type !== 'play' && (isSeeking || isBuffering)) return 'complete the seek or buffering first';
    tracked.playback = { intended, isSeeking: false, isBuffering: false, ...change };
  });
  return (s, action) => (action.playback ? void restore(s, action.playback) : handler(s, action));
};

/** Returns to what was interrupted; a player that never played is paused then. */
const end = (state: 'isSeeking' | 'isBuffering'): Handler =>
  outsideOfBreaks(({ tracked }) => {
    const { playback } = tracked;
    if (!playback[state]) return 'it did not start';
    tracked.playback = { ...playback, [state]: false, intended: playback.intended === 'init' ? 'pause' : playback.intended };
  });

/** The playback state while frames run. */
export const PLAYING: PlaybackState = { intended: 'play', isSeeking: false, isBuffering: false };

/** The state machine of playback. */
export const playback: Readonly<Record<PlaybackAction, Handler>> = {
  play: begin({ intended: 'play' }),
  pauseStart: begin({ intended: 'pause' }),
  seekStart: begin({ isSeeking: true }),
  seekComplete: end('isSeeking'),
  bufferStart: begin({ isBuffering: true }),
  bufferComplete: end('isBuffering'),
};

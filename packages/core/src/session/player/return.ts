import type { Input, Moment } from '../input';
import { NEAR_S } from '../pending';
import { currentStart, isLive, type Draft } from '../state';
import { adIntents, keepBreak } from './ad-breaks';
import { unload } from './content';
import { submit } from './deferred';

/** While the content is unloaded and may return, these intents describe only how the player tears it down and builds it up. */
const IGNORED: ReadonlySet<Input['type']> = new Set([
  'paused',
  'waiting',
  'seeking',
  'seeked',
  'progress',
  'ended',
  'chapter',
  'durationKnown',
  'contentEnded',
  'recovered',
  'adBreakStarted',
  'adAnnounced',
  'adUpdated',
  'adEnded',
  'adBreakEnded',
]);
const BACK: ReadonlySet<Input['type']> = new Set(['playRequested', 'playing', 'returned']);

/** Continues the same session; the gap was buffering, or a pause if the content does not play. */
function continueSession(s: Draft, from: Moment, plays: boolean): void {
  const { viewing } = s;
  if (viewing.activity === 'paused' || !viewing.activity) return;
  viewing.isStalled = plays;
  viewing.isPaused = !plays;
  viewing.activity = plays ? 'playing' : 'paused';
  submit(s, { type: plays ? 'bufferStart' : 'pauseStart', at: from });
}

/** Ends a break whose end was ignored, where the content was unloaded. */
function endIgnoredBreak(s: Draft, from: Moment): void {
  const { at } = s;
  s.at = from;
  if (s.viewing.hasBreakEnded) adIntents.adBreakEnded(s, { type: 'adBreakEnded' });
  s.viewing.hasBreakEnded = undefined;
  s.at = at;
}

/** Ends the viewing of content that did not return, dated to the moment when it was unloaded. */
export function giveUpReturn(s: Draft): void {
  const { at } = s;
  s.at = s.viewing.unloadedAt!;
  endIgnoredBreak(s, s.at);
  keepBreak(s, unload);
  s.at = at;
}

/**
 * Handles an input while the content is unloaded (D27): content that is back at its place continues its session, at another place it
 * is a new viewing. True when the input means nothing else.
 */
export function handleWhileUnloaded(s: Draft, input: Input): boolean {
  const from = s.viewing.unloadedAt!;
  if (!BACK.has(input.type)) {
    if (/^adBreak/.test(input.type)) s.viewing.hasBreakEnded = input.type === 'adBreakEnded';
    return IGNORED.has(input.type);
  }
  // A seek that was under way as the content was unloaded leads to any place.
  const isSeeking = s.viewing.activity === 'seeking' || s.viewing.hasJumpedWhilePaused;
  const isKnown = !isSeeking && input.playhead !== undefined && input.playhead >= 0 && from.playhead >= 0;
  if (
    isLive(s.tracked?.content.params ?? currentStart(s)?.info?.params) ||
    !isKnown ||
    Math.abs(s.at.playhead - from.playhead) <= NEAR_S
  ) {
    s.viewing.unloadedAt = undefined;
    endIgnoredBreak(s, from);
    continueSession(s, from, input.type !== 'returned');
  } else {
    const { playhead } = s.player;
    giveUpReturn(s);
    s.player.playhead = playhead;
  }
  return false;
}

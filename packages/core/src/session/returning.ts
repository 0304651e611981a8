import type { At, Input } from './input';
import { submit } from './opening';
import { currentStart, isLive, type Draft } from './state';
import { NEAR_S } from './pending';

/** What a player reports of content that is away concerns nobody: it is torn down and built up again. */
const OF_CONTENT: ReadonlySet<Input['type']> = new Set([
  'halt',
  'wait',
  'seek',
  'sought',
  'move',
  'end',
  'chapter',
  'length',
  'contentEnded',
  'mend',
  'breakStart',
  'ad',
  'adData',
  'adEnd',
  'breakEnd',
]);
const BACK: ReadonlySet<Input['type']> = new Set(['start', 'run', 'returned']);

/** The content goes on in the same session; the gap was buffering, or, where it does not play, a pause. */
function goOn(s: Draft, from: At, plays: boolean): void {
  if (s.doing === 'halt' || !s.doing) return;
  s.isDry = plays;
  s.isHalted = !plays;
  s.doing = plays ? 'run' : 'halt';
  submit(s, { type: plays ? 'bufferStart' : 'pauseStart', at: from });
}

/**
 * Handles what comes while the content is away (D27): content that is back at its place goes on in its session, at another place it
 * is a new viewing. True when the input says nothing more.
 */
export function handleAway(s: Draft, input: Input, unload: (s: Draft) => void): boolean {
  const from = s.away!;
  if (!BACK.has(input.type)) return OF_CONTENT.has(input.type);
  const live = isLive(s.content?.params ?? currentStart(s)?.answer?.params);
  const isKnown = input.playhead !== undefined && input.playhead >= 0 && from.playhead >= 0;
  s.away = undefined;
  if (live || !isKnown || Math.abs(s.at.playhead - from.playhead) <= NEAR_S) {
    goOn(s, from, input.type !== 'returned');
    return false;
  }
  const { at, playhead } = s;
  s.at = from;
  unload(s);
  Object.assign(s, { at, playhead });
  return false;
}

/** The content did not return in time: it went when it was unloaded. */
export function giveUp(s: Draft, unload: (s: Draft) => void): void {
  const { at } = s;
  s.at = s.away!;
  s.away = undefined;
  unload(s);
  s.at = at;
}

import { elapsed, isLive, lengthOf, spentOn, type Session, type Step } from './session';
import { addStretch, lengthPlayed, noStretches, type Stretches } from './stretches';

/** How far the content was played: what of it, between which positions, and the largest share of the length. */
export interface Reach {
  /** Seconds to add to the playhead of live content since midnight passed. */
  readonly offset: number;
  readonly stretches: Stretches;
  readonly lowest: number;
  readonly highest: number;
  readonly share: number;
}

/** Nowhere yet. */
export const noReach: Reach = { offset: 0, stretches: noStretches, lowest: Infinity, highest: -Infinity, share: 0 };

/** A playhead that runs faster has jumped without a word, and what lies between was not played. */
const MAX_RATE = 4;
/** A playhead may come in whole seconds. */
const GRAIN = 1;

const DAY = 86_400;

/** Live content starts at 0 again at midnight; a step of more than half a day is the other way round the clock. */
function passMidnight({ before, after }: Step): number {
  const step = after.playhead - before.playhead;
  if (!isLive(after) || before.taken === 0 || Math.abs(step) <= DAY / 2) return 0;
  return step < 0 ? DAY : -DAY;
}

const isContent = (session: Session): boolean => spentOn(session) === 'content';

/** Adds what was played up to an event (docs/guide/analysts.md: unique time played, progress markers, segment). */
export function go(reach: Reach, step: Step): Reach {
  const { before, event, after } = step;
  const offset = reach.offset + passMidnight(step);
  const from = before.playhead + reach.offset;
  const to = after.playhead + offset;
  const wasPlayed = isContent(before) && to > from && to - from <= (elapsed(before, event) / 1_000) * MAX_RATE + GRAIN;
  const isSeen = isContent(before) || isContent(after);
  const length = lengthOf(after);
  return {
    offset,
    stretches: wasPlayed ? addStretch(reach.stretches, { from, to }) : reach.stretches,
    lowest: isSeen ? Math.min(reach.lowest, to) : reach.lowest,
    highest: isSeen ? Math.max(reach.highest, to) : reach.highest,
    share: after.contentStart && length ? Math.max(reach.share, after.playhead / length) : reach.share,
  };
}

/** Seconds of the content that were played at least once, to the millisecond. */
export const uniqueSeconds = ({ stretches }: Reach): number => Math.round(lengthPlayed(stretches) * 1_000) / 1_000;

/**
 * The minutes between which the content was played, e.g. `[0-2]`, in steps of 1 or 5 minutes; undefined when it was not played.
 * Live content after midnight counts on: `[1430-1450]`.
 */
export function segmentOf({ lowest, highest }: Reach, step: 1 | 5): string | undefined {
  if (lowest > highest) return undefined;
  const shift = lowest < 0 ? DAY : 0;
  const from = Math.floor((lowest + shift) / 60 / step) * step;
  return `[${from}-${Math.max(from + step, Math.ceil((highest + shift) / 60 / step) * step)}]`;
}

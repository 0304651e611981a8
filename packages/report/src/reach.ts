import { elapsed, lengthOf, spentOn, type Session, type Step } from './session';
import { addStretch, lengthPlayed, noStretches, type Stretches } from './stretches';

/** How far the content was played: what of it, between which playheads, and the largest share of the length. */
export interface Reach {
  readonly stretches: Stretches;
  readonly lowest: number;
  readonly highest: number;
  readonly share: number;
}

/** Nowhere yet. */
export const noReach: Reach = { stretches: noStretches, lowest: Infinity, highest: -Infinity, share: 0 };

/** A playhead that runs faster has jumped without a word, and what lies between was not played. */
const MAX_RATE = 4;
/** A playhead may be told in whole seconds. */
const GRAIN = 1;

const isContent = (session: Session): boolean => spentOn(session) === 'content';

/** Adds what was played up to an event (metrics.md: unique time played, progress markers, segment). */
export function go(reach: Reach, { before, event, after }: Step): Reach {
  const from = before.playhead;
  const to = after.playhead;
  const wasPlayed = isContent(before) && to > from && to - from <= (elapsed(before, event) / 1_000) * MAX_RATE + GRAIN;
  const isSeen = isContent(before) || isContent(after);
  const length = lengthOf(after);
  return {
    stretches: wasPlayed ? addStretch(reach.stretches, { from, to }) : reach.stretches,
    lowest: isSeen ? Math.min(reach.lowest, to) : reach.lowest,
    highest: isSeen ? Math.max(reach.highest, to) : reach.highest,
    share: after.contentStart && length ? Math.max(reach.share, to / length) : reach.share,
  };
}

/** Seconds of the content that were played at least once, to the millisecond. */
export const uniqueSeconds = ({ stretches }: Reach): number => Math.round(lengthPlayed(stretches) * 1_000) / 1_000;

/** The minutes between which the content was played, e.g. `[0-5]`; undefined when it was not (Adobe's page "Content segment"). */
export function segmentOf({ lowest, highest }: Reach): string | undefined {
  if (lowest > highest) return undefined;
  const from = Math.floor(lowest / 60);
  return `[${from}-${Math.max(from + 1, Math.ceil(highest / 60))}]`;
}

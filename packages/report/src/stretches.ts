import { walk, type AppendOnlyList } from './trail';

/** From one playhead to another, in seconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * What was played of a content: the stretch that grows, and those that were left by a jump.
 * To add costs O(1), playing on or jumping; to measure costs O(k log k), where k is the number of jumps.
 */
export interface Stretches {
  readonly left: AppendOnlyList<Stretch>;
  readonly current: Stretch | undefined;
}

/** Nothing is played yet. */
export const noStretches: Stretches = { left: undefined, current: undefined };

/** Adds a stretch that was played, forward. */
export function addStretch({ left, current }: Stretches, played: Stretch): Stretches {
  if (!current) return { left, current: played };
  const { from, to } = current;
  if (from <= played.from && played.from <= to) return { left, current: { from, to: Math.max(to, played.to) } };
  return { left: { last: current, before: left }, current: played };
}

/** The length of all that was played, in seconds; what was played twice counts once. */
export function lengthPlayed({ left, current }: Stretches): number {
  const stretches = [...walk(left), ...(current ? [current] : [])].sort((a, b) => a.from - b.from);
  let length = 0;
  let reached = -Infinity;
  for (const { from, to } of stretches) {
    length += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return length;
}

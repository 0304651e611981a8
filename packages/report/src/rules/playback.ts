import { measure, membersOf } from '../parsed-event';
import { elapsed, isLive, isStall, isTaken, lengthOf, type Step } from '../session';
import { at, isOne, seconds, type Rules } from './rule';

const DAY = 86_400;
/** Lengths are often rounded, and the last frames of a stream stand a little behind its length. */
const GRAIN = 1;

function outOfRange(step: Step): string | false {
  const { event, after } = step;
  const { playhead } = event;
  const length = lengthOf(after);
  if (!isTaken(step) || playhead === undefined) return false;
  if (isLive(after)) return playhead >= DAY && `The playhead ${at(playhead)} is no second of a day.`;
  return length !== undefined && playhead > length + GRAIN && `The playhead ${at(playhead)} is beyond the length ${at(length)}.`;
}

/** `play` came for the content, then the first break, before or at its very beginning: the content had not begun. */
function earlyPlay({ before, event }: Step): string | false {
  const { contentStart, breaks, playhead, furthest } = before;
  if (!isOne(event, 'adBreakStart') || !contentStart || breaks > 0) return false;
  const begin = contentStart.playhead ?? 0;
  const second = measure(event.params, 'media.ad.podSecond');
  if (second === undefined || second > begin || Math.max(event.playhead ?? playhead, furthest) - begin >= GRAIN) return false;
  return `A content play came ${seconds(event.ts - contentStart.ts)} before this pre-roll.`;
}

/**
 * From where to where the playhead ran as fast as the clock, and not by a jump; nothing when it did not. What ends a pause may stand
 * anywhere, because jumps in it are not reported.
 */
function run({ before, event }: Step): string | undefined {
  const ms = elapsed(before, event);
  if (event.playhead === undefined || isOne(event, 'play', 'bufferStart') || ms < 1_000) return undefined;
  const rate = ((event.playhead - before.playhead) * 1_000) / ms;
  return Math.abs(rate - 1) <= 0.1 ? `from ${at(before.playhead)} to ${at(event.playhead)}` : undefined;
}

/** What the player says of itself, and where its playhead stands. */
export const playback: Rules<
  | 'play-before-preroll'
  | 'playhead-out-of-range'
  | 'playhead-runs-while-paused'
  | 'play-missing'
  | 'playhead-stands-while-playing'
> = {
  'play-before-preroll': {
    severity: 'breach',
    says: 'A pre-roll comes before the content’s first play, for that counts a content start.',
    order: earlyPlay,
  },
  'playhead-out-of-range': {
    severity: 'breach',
    says: 'The playhead lies in the content: 0 to its length, live content: the second of the day, below 86400.',
    form: (event) => {
      const { playhead } = membersOf(membersOf(event)['playerTime']);
      return typeof playhead === 'number' && playhead < 0 ? [`The playhead ${at(playhead)} is negative.`] : [];
    },
    order: outOfRange,
  },
  'playhead-runs-while-paused': {
    severity: 'breach',
    says: 'While the player is paused, its playhead does not run with the clock.',
    order: (step) => {
      const ran = step.before.player === 'pause' && run(step);
      return ran && `The player is paused, and its playhead ran ${ran}.`;
    },
  },
  'play-missing': {
    severity: 'breach',
    says: 'When content begins, play says so; until then none of it counts.',
    order: (step) => {
      const ran = step.before.player === 'idle' && !step.before.isComplete && run(step);
      return ran && `No play came, and the playhead ran ${ran}.`;
    },
  },
  'playhead-stands-while-playing': {
    severity: 'advice',
    says: 'While content plays, its playhead moves; three events without movement are counted as a stall.',
    order: ({ before, after }) =>
      isStall(after.standstill) &&
      !isStall(before.standstill) &&
      `The content plays, and its playhead stands at ${at(after.playhead)} for ${seconds(after.standstill.ms)}.`,
  },
};

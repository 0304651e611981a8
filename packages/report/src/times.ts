import { elapsed, goesOn, isStall, spentOn, type Player, type Step } from './session';

/** Where the time of a session went, in ms, and how often each of it began. */
export interface Times {
  readonly content: number;
  readonly ads: number;
  readonly pause: number;
  readonly buffer: number;
  readonly stall: number;
  readonly pauses: number;
  readonly buffers: number;
  readonly stalls: number;
  /** Of the ad and of the chapter that are open, or were last. */
  readonly ad: number;
  readonly chapter: number;
  /** What the chapter was given since the playhead stands; a stall takes it back. */
  readonly chapterStandstill: number;
}

/** Nothing has passed yet. */
export const noTimes: Times = {
  content: 0,
  ads: 0,
  pause: 0,
  buffer: 0,
  stall: 0,
  pauses: 0,
  buffers: 0,
  stalls: 0,
  ad: 0,
  chapter: 0,
  chapterStandstill: 0,
};

/** A word that only repeats what is known, after a seek or at the start of an ad, begins nothing. */
const begins = ({ before, event }: Step, player: Player, word: string): number =>
  event.type === word && before.player !== player && !goesOn(before, player, event.ts) ? 1 : 0;

/**
 * Time on main content. That three events stood still comes out with the third, and then none of it was content; a chapter
 * that has closed by then keeps its part, for its call has been issued.
 */
function onContent(times: Times, { before, after }: Step, ms: number): Partial<Times> {
  const inChapter = before.chapter ? ms : 0;
  if (!isStall(after.standstill)) {
    return {
      content: times.content + ms,
      chapter: times.chapter + inChapter,
      chapterStandstill: after.standstill.ms > 0 ? times.chapterStandstill + inChapter : 0,
    };
  }
  if (isStall(before.standstill)) return { stall: times.stall + ms };
  return {
    content: times.content - before.standstill.ms,
    chapter: times.chapter - times.chapterStandstill,
    chapterStandstill: 0,
    stall: times.stall + after.standstill.ms,
    stalls: times.stalls + 1,
  };
}

/** Adds the time up to an event (docs/guide/analysts.md: time spent, pauses, buffering, stalls; all on `playerTime.ts`). */
export function passTime(times: Times, step: Step): Times {
  const { before, event } = step;
  const ms = elapsed(before, event);
  const on = spentOn(before);
  return {
    ...times,
    ...(on === 'content' && onContent(times, step, ms)),
    ...(on === 'ad' && { ads: times.ads + ms, ad: times.ad + ms }),
    ...((on === 'pause' || on === 'buffer') && { [on]: times[on] + ms }),
    pauses: times.pauses + begins(step, 'pause', 'pauseStart'),
    buffers: times.buffers + begins(step, 'buffer', 'bufferStart'),
  };
}

/** Begins to count anew for an ad or a chapter that an event begins; what was before it must have been reported by then. */
export const beginSpans = (times: Times, { event, after }: Step): Times => ({
  ...times,
  ...(after.ad === event && { ad: 0 }),
  ...(after.chapter === event && { chapter: 0, chapterStandstill: 0 }),
});

import type { Intent } from '@media-collection/core';

/** A live stream has the length of a day, and its playhead is the second of it (P-13). */
export const DAY_S = 86_400;

/** The second of the day (UTC) that an epoch time in ms falls on. */
export const secondOfDay = (time: number): number => (time / 1_000) % DAY_S;

/** What is read of a live element. `getStartDate` is Safari's: the date of second 0, from the stream's own clock. */
export type LiveMedium = Pick<HTMLMediaElement, 'currentTime' | 'seekable'> & { getStartDate?(): Date };

/** The epoch time, in ms, of second 0 of a live element that has no dates: it is as far behind now as it is behind the live edge. */
const zeroByEdge = ({ currentTime, seekable }: LiveMedium): number => {
  const edge = seekable.length ? seekable.end(seekable.length - 1) : 0;
  // Chromium's edge of a stream whose length nobody knows (a web radio) is Infinity: what comes is shown at once.
  return Date.now() - (Number.isFinite(edge) ? Math.max(edge, currentTime) : currentTime) * 1_000;
};

const zeroByDate = (medium: LiveMedium): number | undefined => medium.getStartDate?.().getTime() || undefined;

/** The second of the day of what a live element shows: by the stream's own clock, else as far behind now as it is behind the live edge. */
export const shownSecond = (medium: LiveMedium): number =>
  secondOfDay((zeroByDate(medium) ?? zeroByEdge(medium)) + medium.currentTime * 1_000);

/**
 * Whether content is live, and where in the day it stands; both by one measure from the start of its session on, until other content
 * comes (D31).
 */
export interface LiveClock {
  isLive(): boolean;
  /** Whether a session that starts now is one of live content: until frames run its player may still correct itself. */
  startsLive(): boolean;
  /** A session starts with what is known now. A start that is still waiting may be followed by another one. */
  start(): void;
  /** The second of the day of what is shown. */
  second(): number;
  /** Learns from the adapter's intents when frames run, and when the content goes. */
  follow(intent: Intent): void;
}

/**
 * Makes the clock of the element, or of what stands for one, that `read` returns; `dated` is the epoch time, in ms, of its second 0, where
 * the stream has dates.
 */
export function createLiveClock(
  read: () => LiveMedium,
  isLiveNow: () => boolean,
  dated: (medium: LiveMedium) => number | undefined = zeroByDate,
): LiveClock {
  /** What the start of the session said, and what the frames are of; undefined while there are none. */
  let started: boolean | undefined;
  let shown: boolean | undefined;
  // The edge of a playlist moves in steps, and stands once the programme has ended: it is looked at once.
  let zero: number | undefined;
  const known = (medium: LiveMedium): number => (zero = dated(medium) ?? zero) ?? zeroByEdge(medium);
  const startsLive = (): boolean => shown ?? isLiveNow();
  const isLive = (): boolean => shown ?? started ?? isLiveNow();
  return {
    isLive,
    startsLive,
    start: () => {
      started = startsLive();
    },
    second: () => secondOfDay(known(read()) + read().currentTime * 1_000),
    follow: (intent) => {
      if (intent.type === 'playing') {
        shown = isLive();
        zero = known(read());
      } else if (intent.type === 'unloaded' && !intent.mayReturn) started = shown = zero = undefined;
    },
  };
}

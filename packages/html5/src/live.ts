/** A live stream has the length of a day, and its playhead is the second of it (players.md 7.13). */
export const DAY_S = 86_400;

/** The second of the day (UTC) that an epoch time in ms falls on. */
export const secondOfDay = (time: number): number => (time / 1_000) % DAY_S;

/** Safari's: the date of second 0, from the stream's own clock. */
interface Dated {
  getStartDate?(): Date;
}

/** The second of the day of what a live element shows: by the stream's own clock, else as far behind now as it is behind the live edge. */
export function shownSecond(element: Pick<HTMLMediaElement, 'currentTime' | 'seekable'> & Dated): number {
  const { currentTime, seekable } = element;
  const start = element.getStartDate?.().getTime();
  if (start) return secondOfDay(start + currentTime * 1_000);
  const edge = seekable.length ? seekable.end(seekable.length - 1) : 0;
  return secondOfDay(Date.now() - Math.max(0, edge - currentTime) * 1_000);
}

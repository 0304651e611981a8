import type { MediaEvent } from './events';

const FLAG = 'media.downloaded';

/** Whether a `sessionStart` with these parameters is of content that is played from the device (D15). */
export const isDownloaded = (params: object | undefined): boolean => (params as Record<string, unknown>)?.[FLAG] === true;

/** Whether a session ends with this event. */
export const ends = ({ eventType }: MediaEvent): boolean => /^session[CE]/.test(eventType);

/**
 * Makes one session's events what the service takes as downloaded content: from the `sessionStart`, flagged, to the first
 * event that ends it, which is made up where none came. Empty without a `sessionStart`.
 */
export function batchOf(events: readonly MediaEvent[]): MediaEvent[] {
  const from = events.findIndex(({ eventType }) => eventType === 'sessionStart');
  if (from < 0) return [];
  const last = events.findIndex((event, place) => place > from && ends(event));
  const batch = events.slice(from, last < 0 ? undefined : last + 1);
  batch[0] = { ...batch[0], params: { ...batch[0]!.params, [FLAG]: true } } as MediaEvent;
  if (last < 0) {
    const { playhead, ts } = batch.at(-1)!.playerTime;
    // A millisecond later: two events of a session never share their time (D2).
    batch.push({ eventType: 'sessionEnd', playerTime: { playhead, ts: ts + 1 } });
  }
  return batch;
}

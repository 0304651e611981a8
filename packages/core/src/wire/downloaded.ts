import type { MediaEvent } from './events';

const FLAG = 'media.downloaded';

/** Whether a `sessionStart` with these parameters is of content that is played from the device (D15). */
export const isDownloaded = (params: object | undefined): boolean => (params as Record<string, unknown>)?.[FLAG] === true;

/** Whether a session ends with this event. */
export const ends = ({ eventType }: MediaEvent): boolean => /^session[CE]/.test(eventType);

/**
 * Makes the events of one session what the service takes as downloaded content: from the `sessionStart`, which is flagged,
 * to the first event that ends it, which is made up where none came.
 */
export function batchOf([start, ...rest]: readonly MediaEvent[]): MediaEvent[] {
  const last = rest.findIndex(ends);
  const batch = [{ ...start, params: { ...start!.params, [FLAG]: true } } as MediaEvent, ...rest];
  if (last >= 0) return batch.slice(0, last + 2);
  const { playhead, ts } = batch.at(-1)!.playerTime;
  // A millisecond later: two events of a session never share their time (D2).
  return [...batch, { eventType: 'sessionEnd', playerTime: { playhead, ts: ts + 1 } }];
}

import { validate } from '@media-collection/core/schema';
import { describe, expect, test } from 'vitest';
import { drive, EPOCH, type Sent, type Step } from './drive';
import { expectedOf, timelines, type Row } from './published';

/** What an application tracks so that the published events come out: each under its own name, the stall of the second timeline by hand. */
const stepsOf = (rows: readonly Row[]): Step[] =>
  rows.flatMap(([ms, eventType, playhead, parts]): Step[] => {
    const params = eventType === 'error' ? { 'media.qoe.errorID': 'stall' } : parts?.params;
    const start = eventType === 'sessionStart' && { 'media.id': 'timeline', 'media.name': 'Timeline' };
    return [
      [ms, 'playhead', playhead],
      [ms, 'track', eventType, { ...start, ...params }],
      ...(eventType === 'error' ? [[ms, 'track', 'bufferStart'] as Step] : []),
    ];
  });

const isPing = ({ event }: Sent): boolean => event.eventType === 'ping';

/** Events in seconds, without pings and without each `play` that only announces again what is known: nothing but `play` stood before it. */
function told(sent: readonly Sent[], rows: readonly Row[]): [number, string, number][] {
  let state = '';
  return sent
    .filter((one) => !isPing(one))
    .filter(({ event: { eventType, playerTime } }) => {
      const isRepeat = eventType === 'play' && state === 'play';
      if (/^(play|pauseStart|bufferStart|adStart)$/.test(eventType)) state = eventType === 'adStart' ? 'play' : eventType;
      return !isRepeat || rows.some(([ms, type]) => type === 'play' && Math.abs(playerTime.ts - EPOCH - ms) < 20);
    })
    .map(
      ({ event: { eventType, playerTime } }) =>
        [Math.round((playerTime.ts - EPOCH) / 1_000) * 1_000, eventType, playerTime.playhead] as [number, string, number],
    )
    .filter((row, index, all) => row[1] !== 'play' || all[index - 1]?.join() !== row.join());
}

describe.each(timelines)("Adobe's timeline %s", (_name, rows) => {
  const { sent } = drive(stepsOf(rows), rows.at(-1)![0] + 60_000, { adPingInterval: 1_000 });

  test('is told event for event', () => {
    expect(told(sent, rows)).toEqual(expectedOf(rows).map(([ms, eventType, playhead]) => [ms, eventType, playhead]));
  });

  test('carries the published parameters, and valid events only', () => {
    for (const { event } of sent) expect(validate(event), JSON.stringify(event)).toEqual([]);
    for (const [ms, eventType, , parts] of rows)
      if (parts)
        expect(
          sent.find(
            ({ event }) =>
              event.eventType === eventType && event.playerTime.ts - EPOCH - ms < 20 && event.playerTime.ts >= EPOCH + ms,
          )?.event,
        ).toMatchObject(parts);
  });

  test('pings every second in ads and every ten seconds in content', () => {
    const first = rows.find(([, eventType]) => eventType === 'adStart')![0];
    const end = rows.find(([, eventType]) => eventType === 'adComplete')![0];
    const inAd = sent.filter(
      (one) => isPing(one) && one.event.playerTime.ts - EPOCH > first && one.event.playerTime.ts - EPOCH < end,
    );
    expect(inAd).toHaveLength((end - first) / 1_000 - 1);
  });
});

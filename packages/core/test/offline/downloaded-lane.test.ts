import { expect, test } from 'vitest';
import { createDownloadedLane } from '../../src/offline/downloaded-lane';

/** A lane, and what came of what it was given. */
function createDesk() {
  const kept: object[] = [];
  const lost: string[] = [];
  let released = 0;
  let overs = 0;
  const lease = {
    session: '',
    sent: new Set<string>(),
    persist: (event: object) => String(kept.push(event)),
    remove: () => {},
    release: () => void released++,
  };
  const lane = createDownloadedLane(
    lease,
    (event, why) => lost.push(`${(event as { eventType: string }).eventType} ${why}`),
    () => overs++,
  );
  const push = (eventType: string, text = '') => lane.push({ event: { eventType, text } });
  return { kept, lane, lost, push, counts: () => [released, overs] };
}

test('what makes a session larger than 8 MiB is left out, with a report, and what fits is not', () => {
  const { kept, lost, push } = createDesk();
  for (const type of ['play', 'pauseStart', 'play', 'pauseStart', 'play']) push(type, 'é'.repeat(1_000_000));
  push('sessionEnd');
  expect(lost).toEqual(['play overflow']);
  expect(kept.length).toBe(5);
  expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(8_388_608);
});

test.each(['sessionEnd', 'sessionComplete'])('after %s the session may be sent, once', (type) => {
  const { counts, kept, lane, lost, push } = createDesk();
  push('play');
  expect([lane.dead, counts()]).toEqual([false, [0, 0]]);
  push(type);
  push('ping');
  expect([lane.dead, counts(), lost, kept.length]).toEqual([true, [1, 1], ['ping refused'], 2]);
});

import { expect, test } from 'vitest';
import { createManualClock } from '../../src/testing';
import { watchSilence } from '../../src/transport/silence';
import { mediaCollection } from '../../src/wire/media-collection';
import type { Reply, WireRequest } from '../../src/wire/wire';

/** A post whose replies are given by hand, watched for silence. */
function setUp() {
  const clock = createManualClock();
  const waiting: ((reply: Reply) => void)[] = [];
  const silences: unknown[] = [];
  const session = { isOpen: true };
  const post = watchSilence(
    () => new Promise((resolve) => waiting.push(resolve)),
    mediaCollection('https://c.example'),
    clock,
    () => session.isOpen,
    (request) => silences.push([clock.now(), request.status]),
  );
  const send = (): void => void post({ url: 'https://c.example/' } as WireRequest, 10_000);
  const reply = async (status: number): Promise<void> => {
    waiting.shift()!({ status });
    await Promise.resolve().then(() => {});
  };
  return { clock, silences, session, send, reply };
}

test('many requests that are answered share one timer, and no silence is reported', async () => {
  const { clock, silences, send, reply } = setUp();
  for (let second = 0; second < 100; second++) {
    send();
    expect(clock.timers).toBe(1);
    await reply(204);
    clock.advance(1_000);
  }
  expect(silences).toEqual([]);
});

test('silence is reported within a minute of the last final answer', async () => {
  const { clock, silences, send, reply } = setUp();
  send();
  clock.advance(20_000);
  await reply(204);
  send();
  await reply(503);
  send();
  clock.advance(39_999);
  expect(silences).toEqual([]);
  clock.advance(1);
  expect(silences).toEqual([[60_000, 503]]);
});

test('a session that has ended leaves no timer once its last event is answered', async () => {
  const { clock, session, send, reply } = setUp();
  send();
  session.isOpen = false;
  await reply(204);
  expect(clock.timers).toBe(0);
});

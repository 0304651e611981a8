import { describe, expect, test } from 'vitest';
import { createManualClock, createRecorder } from '../src/testing';

describe('a manual clock', () => {
  test('stands until it is asked to go', () => {
    const clock = createManualClock(1_000);
    expect(clock.now()).toBe(1_000);
    clock.advance(250);
    expect(clock.now()).toBe(1_250);
  });

  test('begins at 0', () => {
    expect(createManualClock().now()).toBe(0);
  });

  test('runs timers in the order of their moments, each at its own, and those of one moment as they were asked for', () => {
    const clock = createManualClock();
    const rung: string[] = [];
    const ring = (ms: number, name: string): void => void clock.after(ms, () => rung.push(`${name} ${clock.now()}`));
    ring(300, 'c');
    ring(100, 'a');
    ring(300, 'd');
    ring(200, 'b');
    ring(301, 'late');
    clock.advance(300);
    expect(rung).toEqual(['a 100', 'b 200', 'c 300', 'd 300']);
    expect(clock.timers).toBe(1);
  });

  test('runs timers that a timer asks for, if they fall due', () => {
    const clock = createManualClock();
    const rung: number[] = [];
    const again = (): void => {
      rung.push(clock.now());
      clock.after(100, again);
    };
    clock.after(100, again);
    clock.advance(350);
    expect([rung, clock.now(), clock.timers]).toEqual([[100, 200, 300], 350, 1]);
  });

  test('a timer of the past rings with the next step', () => {
    const clock = createManualClock();
    let rung = 0;
    clock.after(-50, () => rung++);
    expect(rung).toBe(0);
    clock.advance(0);
    expect([rung, clock.now()]).toEqual([1, 0]);
  });

  test('a cancelled timer does not ring, also when another one cancels it', () => {
    const clock = createManualClock();
    const rung: string[] = [];
    const cancel = clock.after(100, () => rung.push('never'));
    const later = clock.after(100, () => rung.push('never'));
    clock.after(50, () => later());
    cancel();
    expect(clock.timers).toBe(2);
    clock.advance(1_000);
    expect([rung, clock.timers]).toEqual([[], 0]);
  });

  test('its wall clock can be put elsewhere; timers are not touched', () => {
    const clock = createManualClock(10_000);
    const rung: number[] = [];
    clock.after(100, () => rung.push(clock.now()));
    clock.advance(40);
    clock.set(500);
    expect([clock.now(), rung]).toEqual([500, []]);
    clock.advance(60);
    expect(rung).toEqual([560]);
  });
});

describe('a recorder', () => {
  const send = (fetch: ReturnType<typeof createRecorder>['fetch'], path: string, eventType: string) =>
    fetch(`https://collector.test${path}`, {
      method: 'POST',
      body: JSON.stringify({ eventType, playerTime: { playhead: 0, ts: 1 } }),
    });

  test('opens sessions and takes their events, and remembers both', async () => {
    const { fetch, sessions, events } = createRecorder();
    const opened = await send(fetch, '/api/v1/sessions', 'sessionStart');
    expect([opened.status, opened.headers.get('Location')]).toEqual([201, '/api/v1/sessions/session-1']);
    const second = await send(fetch, '/first-party/api/v1/sessions', 'sessionStart');
    expect(second.headers.get('Location')).toBe('/api/v1/sessions/session-2');
    const taken = await send(fetch, '/api/v1/sessions/session-1/events', 'play');
    expect([taken.status, await taken.text()]).toEqual([204, '']);
    expect([...sessions].map(([id, all]) => [id, all.map(({ eventType }) => eventType)])).toEqual([
      ['session-1', ['sessionStart', 'play']],
      ['session-2', ['sessionStart']],
    ]);
    expect(events.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'sessionStart', 'play']);
  });

  test('answers as it is set to, once each, and remembers nothing that it refused', async () => {
    const { fetch, events, answer } = createRecorder();
    answer(503, 404);
    answer(204);
    const replies = [];
    for (let n = 0; n < 4; n++) replies.push(await send(fetch, '/api/v1/sessions/s/events', 'play'));
    expect(replies.map(({ status }) => status)).toEqual([503, 404, 204, 204]);
    expect(await replies[0]!.json()).toEqual({ message: expect.stringContaining('503') });
    expect(events).toHaveLength(1);
  });

  test('is settled when a chain of answers and requests has ended', async () => {
    const { fetch, events, settled } = createRecorder();
    const chain = async (): Promise<void> => {
      for (let n = 0; n < 25; n++) await send(fetch, '/api/v1/sessions/s/events', 'play');
    };
    void chain();
    await settled();
    expect(events).toHaveLength(25);
  });

  test('is settled at once when nothing was sent', async () => {
    await expect(createRecorder().settled()).resolves.toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import type { MediaEvent } from '../../src/media-event';
import { openHead, wholeHead, type SessionHead } from '../../src/sessions';
import { StoreUnavailable, type SessionFilter, type Store } from '../../src/store/store';

/** An event of a store's tests. */
export const sent = (eventType: MediaEvent['eventType'], ts: number, more: Partial<MediaEvent> = {}): MediaEvent => ({
  eventType,
  playerTime: { playhead: ts / 1_000, ts },
  ...more,
});

export const begin = (params: Record<string, unknown> = {}): MediaEvent => sent('sessionStart', 1_000, { params });
export const at = (time: number, bytes = 50) => ({ at: time, bytes });

/** Opens a session with one event. */
export const openIn = (store: Store, id: string, time = 0, params: Record<string, unknown> = {}): Promise<void> =>
  store.open(openHead(id, begin(params), at(time)), [begin(params)]);

export async function eventsOf(store: Store, id: string, after?: number): Promise<MediaEvent[]> {
  const events = [];
  for await (const event of store.events(id, after)) events.push(event);
  return events;
}

async function allOf(store: Store, filter: SessionFilter = {}): Promise<string[]> {
  const ids: string[] = [];
  let next: string | undefined;
  do {
    const page = await store.sessions(filter, next);
    ids.push(...page.items.map(({ id }) => id));
    next = page.next;
  } while (next !== undefined);
  return ids;
}

/** What every store must do; `limits`: a store that takes so many events and bytes in a session. */
export function storeConformance(
  name: string,
  make: (limits?: { readonly maxSessionEvents?: number; readonly maxSessionBytes?: number }) => Promise<Store>,
): void {
  describe(`the store ${name}`, () => {
    test('resolves to a session that was opened, and to its events in the order of arrival', async () => {
      const store = await make();
      await openIn(store, 'a');
      expect(await store.append('a', sent('play', 3_000), at(10))).toBe('stored');
      expect(await store.append('a', sent('ping', 2_000), at(20))).toBe('stored');
      expect(await eventsOf(store, 'a')).toEqual([begin(), sent('play', 3_000), sent('ping', 2_000)]);
      expect(await store.head('a')).toEqual({
        ...openHead('a', begin(), at(0)),
        heardAt: 20,
        movedAt: 20,
        playhead: 2,
        lastTs: 3_000,
        eventCount: 3,
        bytes: 150,
      } satisfies SessionHead);
      await store.close();
    });

    test('continues after the events that a reader has read', async () => {
      const store = await make();
      await openIn(store, 'a');
      for (let second = 2; second < 10; second++) await store.append('a', sent('ping', second * 1_000), at(second));
      expect((await eventsOf(store, 'a', 7)).map(({ playerTime }) => playerTime.ts)).toEqual([8_000, 9_000]);
      expect(await eventsOf(store, 'a', 9)).toEqual([]);
      expect(await eventsOf(store, 'a', 100)).toEqual([]);
      await store.close();
    });

    test('knows nothing of a session that was never opened', async () => {
      const store = await make();
      for (const id of ['a', '__proto__', 'constructor', '%', "'; drop table events; --"]) {
        expect(await store.head(id)).toBeUndefined();
        expect(await store.append(id, sent('play', 2_000), at(1))).toBe('unknown');
        expect(await eventsOf(store, id)).toEqual([]);
        await store.mark(id, { breachCount: 1 });
      }
      expect(await store.sessions()).toEqual({ items: [] });
      await store.close();
    });

    test('keeps each event as it was, whatever stands in it', async () => {
      const store = await make();
      await openIn(store, 'a');
      const odd = JSON.parse(
        '{"eventType":"error","playerTime":{"playhead":0.1,"ts":9007199254740991},"qoeData":{"__proto__":"x","media.qoe.errorID":"🎬\\u0000\\ud800\'"}}',
      ) as MediaEvent;
      await store.append('a', odd, at(1));
      expect(JSON.stringify((await eventsOf(store, 'a'))[1])).toBe(JSON.stringify(odd));
      await store.close();
    });

    test('counts an event that comes again once', async () => {
      const store = await make();
      await openIn(store, 'a');
      const ping = sent('ping', 2_000, { qoeData: { 'media.qoe.bitrate': 1 } });
      expect(await store.append('a', ping, at(1))).toBe('stored');
      await store.append('a', sent('ping', 9_000), at(2));
      expect(await store.append('a', structuredClone(ping), at(3))).toBe('repeated');
      expect(await store.append('a', begin(), at(3))).toBe('repeated');
      expect(await store.head('a')).toMatchObject({ eventCount: 3, repeatCount: 2, heardAt: 2, bytes: 150 });
      // The same time with another type or body is another event.
      expect(await store.append('a', sent('play', 2_000), at(4))).toBe('stored');
      expect(await store.append('a', sent('ping', 2_000), at(4))).toBe('stored');
      expect(await eventsOf(store, 'a')).toHaveLength(5);
      await store.close();
    });

    test('counts an event that comes twice at once, once', async () => {
      const store = await make();
      await openIn(store, 'a');
      const both = await Promise.all([1, 2].map(() => store.append('a', sent('ping', 2_000), at(1))));
      expect(both.sort()).toEqual(['repeated', 'stored']);
      await store.close();
    });

    test('still recognises what comes again when the session is closed', async () => {
      const store = await make();
      await openIn(store, 'a');
      await store.append('a', sent('ping', 2_000), at(1));
      await store.append('a', sent('sessionEnd', 3_000), at(2));
      expect(await store.append('a', sent('ping', 2_000), at(60_000))).toBe('repeated');
      expect(await store.append('a', sent('sessionEnd', 3_000), at(60_000))).toBe('repeated');
      expect(await store.append('a', sent('ping', 4_000), at(60_000))).toBe('closed');
      await store.close();
    });

    test('takes for five seconds what sessionEnd overtook', async () => {
      const store = await make();
      await openIn(store, 'a');
      await store.append('a', sent('sessionEnd', 9_000), at(100));
      expect(await store.append('a', sent('ping', 8_000), at(5_100))).toBe('stored');
      expect(await store.append('a', sent('ping', 8_500), at(5_101))).toBe('closed');
      expect(await store.head('a')).toMatchObject({ closed: true, heardAt: 100, eventCount: 3 });
      await store.close();
    });

    test('gives a session up after ten minutes of silence', async () => {
      const store = await make();
      await openIn(store, 'a');
      expect(await store.append('a', sent('ping', 2_000), at(600_000))).toBe('stored');
      expect(await store.append('a', sent('ping', 3_000), at(1_200_001))).toBe('expired');
      expect(await eventsOf(store, 'a')).toHaveLength(2);
      await store.close();
    });

    test('keeps a session of downloaded content as a whole and closed', async () => {
      const store = await make();
      const events = [begin({ 'media.downloaded': true }), sent('play', 2_000), sent('sessionComplete', 9_000)] as const;
      await store.open(wholeHead('a', events, at(5, 300)), events);
      expect(await eventsOf(store, 'a')).toEqual(events);
      expect(await store.head('a')).toMatchObject({ closed: true, downloaded: true, eventCount: 3, bytes: 300, playhead: 9 });
      expect(await store.append('a', sent('ping', 3_000), at(6))).toBe('closed');
      await store.close();
    });

    test('refuses what goes beyond the limits of a session', async () => {
      const few = await make({ maxSessionEvents: 3 });
      await openIn(few, 'a');
      for (const second of [2, 3]) expect(await few.append('a', sent('ping', second * 1_000), at(1))).toBe('stored');
      expect(await few.append('a', sent('ping', 4_000), at(1))).toBe('full');
      expect(await eventsOf(few, 'a')).toHaveLength(3);
      await few.close();
      const small = await make({ maxSessionBytes: 120 });
      await openIn(small, 'a');
      expect(await small.append('a', sent('ping', 2_000), at(1, 71))).toBe('full');
      expect(await small.append('a', sent('ping', 2_000), at(1, 70))).toBe('stored');
      await small.close();
    });

    test('counts an event that stands twice in an array once', async () => {
      const store = await make();
      const events = [begin(), sent('play', 2_000), sent('ping', 3_000), sent('play', 2_000), sent('ping', 3_000)] as const;
      await store.open(wholeHead('a', events, at(0)), events);
      expect(await eventsOf(store, 'a')).toEqual(events.slice(0, 3));
      expect(await store.head('a')).toMatchObject({ eventCount: 3, repeatCount: 2 });
    });

    test('refuses a session of more events than a session may hold', async () => {
      const store = await make({ maxSessionEvents: 2 });
      const events = [begin(), sent('play', 2_000), sent('ping', 3_000)] as const;
      await expect(store.open(wholeHead('a', events, at(0)), events)).rejects.toBeInstanceOf(StoreUnavailable);
      expect(await store.head('a')).toBeUndefined();
    });

    test('lists sessions in pages, the one opened last first', async () => {
      const store = await make();
      for (let n = 0; n < 25; n++) await openIn(store, `s${n}`, n);
      expect(await allOf(store, { limit: 10 })).toEqual(Array.from({ length: 25 }, (_, n) => `s${24 - n}`));
      const first = await store.sessions({ limit: 10 });
      await openIn(store, 'new', 100);
      const second = await store.sessions({ limit: 10 }, first.next);
      expect(second.items.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, n) => `s${14 - n}`));
      await store.close();
    });

    test('filters by text, breaches, refused calls, ECID, being open and time', async () => {
      const store = await make();
      await openIn(store, 'a', 10, { 'media.name': 'Der 100%_Pilot', 'visitor.marketingCloudUserId': '1' });
      await openIn(store, 'b', 20, { 'media.playerName': 'hls.js', 'media.channel': 'sport' });
      await openIn(store, 'c', 30);
      await store.append('b', sent('sessionEnd', 2_000), at(25));
      await store.mark('a', { breachCount: 2, refusedCount: 0 });
      await store.mark('c', { refusedCount: 1 });
      for (const [filter, ids] of [
        [{ text: 'PILOT' }, ['a']],
        [{ text: '%_p' }, ['a']],
        [{ text: '%' }, ['a']],
        [{ text: 'Hls' }, ['b']],
        [{ text: 'spor' }, ['b']],
        [{ text: 'nowhere' }, []],
        [{ breaches: true }, ['a']],
        [{ breaches: false }, ['c', 'b']],
        [{ refused: true }, ['c']],
        [{ refused: false }, ['b', 'a']],
        [{ ecid: true }, ['a']],
        [{ ecid: false }, ['c', 'b']],
        [{ open: true }, ['c', 'a']],
        [{ open: false }, ['b']],
        [{ since: 25 }, ['c', 'b']],
        [{ since: 26, open: false }, []],
      ] as const)
        expect(await allOf(store, { ...filter, limit: 1 }), JSON.stringify(filter)).toEqual(ids);
      await store.close();
    });

    test('keeps marks beside a session, each until one of its name comes', async () => {
      const store = await make();
      await openIn(store, 'a');
      await store.mark('a', { breachCount: 1, forward: { done: 1, id: 'x' } });
      await store.append('a', sent('ping', 2_000), at(1));
      await store.mark('a', { breachCount: 2 });
      expect((await store.head('a'))?.marks).toEqual({ breachCount: 2, forward: { done: 1, id: 'x' } });
      expect((await store.sessions()).items[0]?.marks.breachCount).toBe(2);
      await store.close();
    });

    test('deletes what has been silent for too long, with its events', async () => {
      const store = await make();
      for (const [id, time] of [
        ['a', 10],
        ['b', 20],
        ['c', 30],
      ] as const)
        await openIn(store, id, time);
      await store.append('a', sent('ping', 2_000), at(40));
      await store.append('b', sent('sessionEnd', 2_000), at(21));
      await store.expire(30);
      expect(await allOf(store)).toEqual(['c', 'a']);
      expect(await store.append('b', sent('ping', 2_000), at(41))).toBe('unknown');
      expect(await eventsOf(store, 'b')).toEqual([]);
      await store.close();
    });

    test('deletes everything, and goes on', async () => {
      const store = await make();
      for (const id of ['a', 'b']) await openIn(store, id);
      await store.clear();
      expect(await allOf(store)).toEqual([]);
      expect(await store.head('a')).toBeUndefined();
      await openIn(store, 'a');
      expect(await eventsOf(store, 'a')).toEqual([begin()]);
      await store.close();
    });

    test('stores what comes at once in every session', async () => {
      const store = await make();
      const ids = Array.from({ length: 20 }, (_, n) => `s${n}`);
      await Promise.all(ids.map((id) => openIn(store, id)));
      await Promise.all(
        Array.from({ length: 50 }, (_, n) => ids.map((id) => store.append(id, sent('ping', 2_000 + n), at(n)))).flat(),
      );
      for (const id of ids) expect(await eventsOf(store, id)).toHaveLength(51);
      await store.close();
    });
  });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createSqliteStore } from '../../src/sqlite';
import { event, start } from '../calls';
import { useCommand } from '../command';
import { eventsOf } from './conformance';

const { running } = useCommand();
const folder = mkdtempSync(join(tmpdir(), 'killed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CLIENTS = 20;
const ROUNDS = 5;
/** After so many answers the collector is killed. */
const ANSWERS = 300;

test('kill -9 under load loses no event that was answered, and the file goes on', { timeout: 60_000 }, async () => {
  const file = join(folder, 'sessions.db');
  /** The times of the events that were answered, by session. */
  const answered = new Map<string, number[]>();
  let killed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { post, stop } = await running('--store', file, '--log', 'none');
    let isOver = false;
    let count = 0;
    let isLoaded: () => void;
    const loaded = new Promise<void>((resolve) => (isLoaded = resolve));
    const client = async () => {
      const opened = await post('/api/v1/sessions', start()).catch(() => undefined);
      if (!opened) return;
      const id = opened.headers.get('location')!.split('/').at(-1)!;
      const times: number[] = [1_000];
      answered.set(id, times);
      for (let ts = 2_000; !isOver; ts++) {
        const sent = event('ping', { playerTime: { playhead: ts, ts } });
        const status = await post(`/api/v1/sessions/${id}/events`, sent).then(
          ({ status }) => status,
          () => 0,
        );
        if (status !== 204) isOver = true;
        else if (times.push(ts) && ++count === ANSWERS) isLoaded();
      }
    };
    const clients = Promise.all(Array.from({ length: CLIENTS }, client));
    await loaded;
    // At another moment of a group of changes each time.
    await new Promise((resolve) => setTimeout(resolve, 3 * round));
    await stop('SIGKILL');
    killed++;
    isOver = true;
    await clients;
  }
  const store = createSqliteStore({ file });
  let count = 0;
  for (const [id, times] of answered) {
    const stored = new Set((await eventsOf(store, id)).map(({ playerTime }) => playerTime.ts));
    expect(times.filter((ts) => !stored.has(ts))).toEqual([]);
    count += times.length;
    const head = await store.head(id);
    expect(head).toMatchObject({ eventCount: stored.size, lastTs: Math.max(...stored) });
  }
  console.log(`${killed} kills, ${answered.size} sessions: ${count} events were answered, all are stored.`);
  expect(count).toBeGreaterThan(2 * answered.size);
  await store.close();
});

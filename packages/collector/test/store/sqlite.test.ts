import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { wholeHead } from '../../src/sessions';
import { createSqliteStore } from '../../src/sqlite';
import { at, begin, eventsOf, openIn, sent, storeConformance } from './conformance';

const folder = mkdtempSync(join(tmpdir(), 'store-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const fresh = () => join(folder, `${++files}.db`);

storeConformance('in a SQLite file', async (limits) => createSqliteStore({ file: fresh(), ...limits }));

test('what was stored is there when the file is opened again', async () => {
  const file = fresh();
  const first = createSqliteStore({ file });
  await openIn(first, 'a');
  for (let second = 2; second < 20; second++) await first.append('a', sent('ping', second * 1_000), at(second));
  await first.mark('a', { breachCount: 3 });
  await first.close();
  const second = createSqliteStore({ file });
  expect(await second.head('a')).toMatchObject({ eventCount: 19, lastTs: 19_000, heardAt: 19, marks: { breachCount: 3 } });
  expect(await second.append('a', sent('ping', 7_000), at(30))).toBe('repeated');
  expect(await second.append('a', sent('ping', 20_000), at(30))).toBe('stored');
  expect(await eventsOf(second, 'a', 18)).toEqual([sent('ping', 19_000), sent('ping', 20_000)]);
  await second.close();
});

test('a large session of downloaded content is stored as a whole', async () => {
  const store = createSqliteStore({ file: fresh() });
  const events = [begin(), ...Array.from({ length: 5_000 }, (_, n) => sent('ping', 2_000 + n))] as const;
  await store.open(wholeHead('a', events, at(0, 500_000)), events);
  expect(await store.head('a')).toMatchObject({ eventCount: 5_001, closed: true });
  expect(await eventsOf(store, 'a')).toEqual(events);
  await store.close();
});

test('a file that is full deletes what is over, and refuses nothing that is alive', async () => {
  const store = createSqliteStore({ file: fresh(), maxSessions: 3 });
  for (const id of ['a', 'b', 'c']) await openIn(store, id);
  await expect(openIn(store, 'd', 1)).rejects.toMatchObject({ name: 'StoreUnavailable' });
  await store.append('b', sent('sessionEnd', 2_000), at(2));
  await openIn(store, 'd', 3);
  expect((await store.sessions()).items.map(({ id }) => id)).toEqual(['d', 'c', 'a']);
  await openIn(store, 'e', 700_000);
  expect((await store.sessions()).items).toHaveLength(3);
  await store.close();
});

test('a disk that fills up refuses what it cannot keep, loses nothing that it kept, and goes on when there is room', async () => {
  const log = vi.spyOn(console, 'error').mockReturnValue();
  const file = fresh();
  const store = createSqliteStore({ file, maxBytes: 256 * 1024 });
  await openIn(store, 'old');
  await store.append('old', sent('sessionEnd', 2_000), at(1));
  await openIn(store, 'a');
  const large = { customMetadata: { text: 'x'.repeat(10_000) } };
  let kept = 1;
  let error: unknown;
  while (!error && kept < 1_000)
    await store.append('a', sent('ping', 2_000 + kept, large), at(2)).then(
      () => kept++,
      (reason: unknown) => (error = reason),
    );
  expect(error).toMatchObject({ name: 'StoreUnavailable' });
  // Others are refused, too, and each of them alone is told.
  const results = await Promise.allSettled([1, 2, 3].map((n) => store.append('a', sent('ping', 9_000 + n, large), at(3))));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await eventsOf(store, 'a')).toHaveLength(kept);
  expect(await store.head('a')).toMatchObject({ eventCount: kept });
  await store.close();
  const again = createSqliteStore({ file });
  expect(await eventsOf(again, 'a')).toHaveLength(kept);
  expect(await again.append('a', sent('ping', 99_000, large), at(4))).toBe('stored');
  await again.close();
  expect(log.mock.calls.length).toBeLessThan(3);
  log.mockRestore();
});

test('sessions are kept for 30 days unless told otherwise', async () => {
  const store = createSqliteStore({ file: fresh() });
  expect(store.keepMs).toBe(30 * 86_400_000);
  for (let n = 0; n < 120; n++) await openIn(store, `s${n}`, n);
  await store.expire(119);
  expect((await store.sessions()).items.map(({ id }) => id)).toEqual(['s119']);
  expect(await eventsOf(store, 's3')).toEqual([]);
  await store.close();
});

test('the file of another program is left alone', async () => {
  const file = fresh();
  type Engine = new (file: string) => { exec(sql: string): void; close(): void };
  const Database = createRequire(import.meta.url)('libsql') as Engine;
  const other = new Database(file);
  other.exec('create table mine (a)');
  other.close();
  const before = readFileSync(file);
  expect(() => createSqliteStore({ file })).toThrow('is a SQLite file, but not one of a collector.');
  expect(readFileSync(file)).toEqual(before);
});

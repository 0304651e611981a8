import { validate } from '@media-collection/core/schema';
import { expect, test, vi } from 'vitest';
import { createBench, event, start, startParams, type Json } from './calls';

const CALLS = 10_000;
const documented = [200, 201, 204, 400, 404, 405, 410, 413, 415];

/** Mulberry32: the same calls at every run. */
function createChance(seed: number) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const bytes = (length: number) => Uint8Array.from({ length }, () => below(256));
  return {
    below,
    pick,
    bytes,
    letters: (length: number) => String.fromCharCode(...bytes(length)),
    likely: (share: number) => next() < share,
  };
}

const { below, pick, bytes, letters, likely } = createChance(20_260_731);

const keys = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'length',
  'a b',
  '',
  'media.id',
  'params',
  'eventType',
  '\u0000',
  '\ud800',
];
/** Written as JSON text, for some cannot be said in any other way. */
const values = [
  'null',
  'true',
  '-0',
  '1e999',
  '-1e999',
  '1e308',
  '9007199254740993',
  '0.1',
  '""',
  '"x"',
  '[]',
  '{}',
  '"\\ud800"',
  '"\\u0000"',
  '{"__proto__":{"polluted":1}}',
  '[[[]]]',
  '1e-400',
];
const bodies: readonly Json[] = [
  start(),
  { ...start({ 'visitor.customerIDs': { crm: { id: '1', authState: 1 } } }), customMetadata: { site: 'acme' } },
  ...['play', 'ping', 'pauseStart', 'sessionComplete'].map((word) => event(word)),
  event('stateStart', { params: { 'media.state.name': 'mute' } }),
  event('adBreakStart', { params: { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 } }),
  event('error', { qoeData: { 'media.qoe.errorID': 'x', 'media.qoe.errorSource': 'player' } }),
];

/** JSON text of a valid body with some members replaced, left out or joined by others. */
function mutated(value: unknown, share: number): string {
  if (likely(share)) return pick(values);
  if (Array.isArray(value)) return `[${value.map((item) => mutated(item, share)).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(() => !likely(share))
    .map(([key, member]) => `${JSON.stringify(likely(share) ? pick(keys) : key)}:${mutated(member, share)}`);
  if (likely(share)) members.push(`${JSON.stringify(pick(keys))}:${pick(values)}`);
  return `{${members.join()}}`;
}

function scratched(text: string): Uint8Array {
  const scratch = new TextEncoder().encode(text);
  for (let i = below(4); i >= 0; i--) scratch[below(scratch.length)] = below(256);
  return scratch;
}

const nested = (depth: number) =>
  pick([
    () => '['.repeat(depth),
    () => '['.repeat(depth) + ']'.repeat(depth),
    () => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth),
  ])();

const bodyOf = (): string | Uint8Array =>
  pick([
    () => mutated(pick(bodies), 0),
    () => JSON.stringify(start()),
    () => mutated(pick(bodies), 0.02),
    () => mutated(pick(bodies), 0.2),
    () => mutated([pick(bodies), pick(bodies)], 0.02),
    () => mutated(start({ [pick(keys)]: pick(keys), 'media.length': startParams['media.length'] }), 0.02),
    () => `{"eventType":"ping","playerTime":{"playhead":${pick(values)},"ts":${pick(values)}}}`,
    () => scratched(JSON.stringify(pick(bodies))),
    () => bytes(below(200)),
    () => nested(below(12_000)),
    () => JSON.stringify('x'.repeat(below(100_000))),
    () => mutated(event('play', { playerTime: { playhead: below(60), ts: below(1e6) } }), 0),
  ])();

function pathOf(): string {
  const id = pick(['s1', 's2', 's3', `s${below(60)}`, 'unknown', '__proto__', '%2e%2e', '%', 'x'.repeat(below(3_000))]);
  const route = pick([
    '/api/v1/sessions',
    `/api/v1/sessions/${id}/events`,
    `/api/v1/sessions/${id}/events`,
    '/api/v1/schemas/play',
    `/api/v1/schemas/${pick(keys)}`,
  ]);
  if (likely(0.1)) return `/${encodeURI(letters(below(30)))}`;
  return pick(['', '', '', '/p', '//', '/a/../b', '/%00']) + route + pick(['', '', '', '', '?x=1', '#y', '/', '//']);
}

function headersOf(): Headers {
  const headers = new Headers();
  if (likely(0.9))
    headers.set(
      'Content-Type',
      pick(['application/json', 'application/json', 'application/json', 'APPLICATION/json; charset=utf-8']),
    );
  if (likely(0.1)) headers.append('Content-Type', pick(['text/plain', ';', 'application/json', 'multipart/form-data', '\u00ff']));
  if (likely(0.1))
    headers.set(
      pick(['content-length', 'x-odd', '__proto__', 'constructor', 'origin', 'host']),
      pick(['-1', '1e9', 'NaN', 'null', '\u00ff', 'x'.repeat(5_000)]),
    );
  return headers;
}

function callOf(): Request {
  const method = likely(0.85)
    ? 'POST'
    : pick(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'M-SEARCH', 'x', 'pOsT', "!#$%&'*+-.^_`|~"]);
  const body = method === 'GET' || method === 'HEAD' ? null : bodyOf();
  return new Request(`http://collector.test${pathOf()}`, { method, headers: headersOf(), body: body as BodyInit | null });
}

test('whatever comes is answered with a documented status, and the collector goes on', { timeout: 60_000 }, async () => {
  const log = vi.spyOn(console, 'error').mockReturnValue();
  // An observer shows calls to people, so it must be able to write them down.
  const bench = createBench({ onCall: (call) => void JSON.stringify(call) });
  const seen = new Set<number>();

  for (let i = 0; i < CALLS; i++) {
    bench.pass(below(likely(0.01) ? 3_600_000 : 1_000));
    const request = callOf();
    const { status, body } = await bench.handle(request);
    seen.add(status);
    if (!documented.includes(status)) expect.fail(`call ${i}, ${request.method} ${request.url}, was answered with ${status}`);
    expect(body === null).toBe(status === 201 || status === 204);
  }

  // Else the calls would be too wild to reach what they are to try.
  expect([...seen].sort()).toEqual(documented);
  expect(log).not.toHaveBeenCalled();
  expect(
    Reflect.ownKeys(Object.prototype).filter((key) => Object.prototype.propertyIsEnumerable.call(Object.prototype, key)),
  ).toEqual([]);

  const sessions = await bench.store.list();
  expect(sessions.length).toBeGreaterThan(50);
  for (const { events } of sessions) {
    expect(events.flatMap(validate)).toEqual([]);
    const times = events.map(({ playerTime }) => playerTime.ts);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  }

  const place = (await bench.open()).headers.get('location')?.split('/').at(-1) ?? '';
  expect((await bench.send(place, event('play'))).status).toBe(204);
  expect((await bench.send(place, event('sessionEnd'))).status).toBe(204);
  log.mockRestore();
});

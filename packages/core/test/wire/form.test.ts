import { describe, expect, test } from 'vitest';
import { inspect, needs } from '../../src/wire/form';
import { table } from '../../src/wire/table';
import { validate } from '../../src/wire/validate';

const compose = (key: string, value: unknown) => ({
  eventType: 'sessionStart',
  playerTime: { playhead: 0, ts: 1 },
  params: { [key]: value },
});

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

describe('a parameter', () => {
  const good: Readonly<Record<string, unknown>> = {
    string: 'text',
    number: 1.5,
    integer: 2,
    boolean: false,
    customerIDs: { crm: { id: 'x', authState: 1 } },
  };
  const odd = ['text', 1.5, true, null, {}, [], { crm: 'x' }, { crm: { id: 7 } }, { crm: { id: 'x', authState: 3 } }];
  const parameters = Object.entries(table.sessionStart.params).map(([key, kind]) => [key, kind.replace(/[!*]$/, '')] as const);
  const start = { 'media.id': 'a', 'media.length': 1, 'media.contentType': 'vod' };

  test.each(parameters)('%s is %s; a value of another type costs itself alone, and its key is named', (key, kind) => {
    const others = odd.filter((value) => !validate(compose(key, value)).every(({ path }) => !path.startsWith(`params.${key}`)));
    expect(others.length).toBeGreaterThan(4);
    for (const value of others) {
      const sentences: string[] = [];
      const form = inspect(sentences, 'sessionStart', { ...start, [key]: value }, undefined);
      expect(String(sentences[0])).toContain(key);
      expect(form?.params).toEqual(key in start ? undefined : start);
    }
    expect(inspect([], 'sessionStart', { ...start, [key]: good[kind] }, undefined)?.params).toEqual({
      ...start,
      [key]: good[kind],
    });
  });

  test.each([null, NaN, Infinity, 10n, Symbol('x'), () => 1, [], {}, cycle, new Date(0)])(
    'may not be %s: it is left out, and its key is named',
    (value) => {
      const sentences: string[] = [];
      expect(inspect(sentences, 'play', { 'media.x': value, 'media.y': 'y' }, undefined)?.params).toEqual({ 'media.y': 'y' });
      expect(sentences).toEqual([expect.stringContaining('media.x')]);
    },
  );

  test('that is needed and has no form refuses the event, and says so', () => {
    for (const length of [10n, cycle, Symbol('x'), undefined]) {
      const sentences: string[] = [];
      expect(
        inspect(sentences, 'sessionStart', { 'media.id': 'a', 'media.contentType': 'vod', 'media.length': length }, undefined),
      ).toBeUndefined();
      expect(sentences.at(-1)).toBe('sessionStart is ignored: media.length is missing.');
    }
  });

  test('that is undefined is simply absent', () => {
    const sentences: string[] = [];
    expect(inspect(sentences, 'play', { 'media.x': undefined }, { my: undefined })).toEqual({ params: {}, customMetadata: {} });
    expect(sentences).toEqual([]);
  });

  test('visitor.customerIDs is the one that is an object', () => {
    const ids = { crm: { id: 'x', authState: 1 } };
    expect(inspect([], 'play', { 'visitor.customerIDs': ids }, undefined)?.params).toEqual({ 'visitor.customerIDs': ids });
    for (const odd of [null, cycle, { crm: 1n }])
      expect(inspect([], 'play', { 'visitor.customerIDs': odd, 'media.x': 'x' }, undefined)?.params).toEqual({ 'media.x': 'x' });
  });
});

describe('what a hostile manifest says', () => {
  /** What is kept of pairs as metadata, and what is said of the others. */
  const keep = (pairs: object) => {
    const sentences: string[] = [];
    return { kept: inspect(sentences, 'adStart', { ...ad }, pairs)!.customMetadata, sentences };
  };
  const ad = { 'media.ad.id': 'a', 'media.ad.length': 1, 'media.ad.podPosition': 1 };

  test.each(['__proto__', 'constructor', 'prototype', 'my.__proto__.is', 'a1.constructor', 'x'.repeat(256)])(
    'the key %s is refused, as a parameter too',
    (key) => {
      const pairs = JSON.parse(`{ "${key}": "bad", "fine": "good" }`) as object;
      const { kept, sentences } = keep(pairs);
      expect([Object.entries(kept), Object.getPrototypeOf(kept)]).toEqual([[['fine', 'good']], Object.prototype]);
      expect(sentences).toEqual([`adStart: ${key.slice(0, 99)} is left out: it must be another key.`]);
      expect(Object.keys(inspect([], 'play', pairs, undefined)!.params)).toEqual(['fine']);
    },
  );

  test('a long value is cut, and its key is named', () => {
    const { kept, sentences } = keep({ a1: 'x'.repeat(1_024), a2: 'x'.repeat(1_025), a3: 'x'.repeat(1_023) + '🎬' });
    expect([kept['a1'], kept['a2'], kept['a3']]).toEqual(['x'.repeat(1_024), 'x'.repeat(1_024), 'x'.repeat(1_023)]);
    expect(sentences).toEqual(['a2', 'a3'].map((key) => `adStart: ${key} is cut to 1,024 characters.`));
  });

  test.each(['a', 'é', '電', '🎬', '"', '\0', '\ud800'])(
    '%j a million times fits into a request, and the short values stay',
    (unit) => {
      const long = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`long${i}`, unit.repeat(1_000)]));
      const { kept, sentences } = keep({ ...long, short: 'stays' });
      expect(kept['short']).toBe('stays');
      expect(Object.keys(kept).length).toBeGreaterThan(1);
      expect(new TextEncoder().encode(JSON.stringify(kept)).length).toBeLessThan(8_192 + 1);
      expect(sentences.filter((sentence) => /with all longer values: 8 KiB are full/.test(sentence)).length).toBe(1);
    },
  );

  test('the whole of Adobe’s metadata fits, in long words', () => {
    const texts = Object.entries(table.sessionStart.params).filter(([, kind]) => kind.startsWith('string'));
    const params = Object.fromEntries(texts.map(([key]) => [key, 'x'.repeat(120)]));
    const sentences: string[] = [];
    inspect(sentences, 'sessionStart', { ...params, 'media.length': 60, 'visitor.customerIDs': { crm: { id: 'x' } } }, undefined);
    expect(sentences).toEqual([]);
  });
});

test.each([null, 7, 'text', true])('%j instead of the pairs throws nothing', (odd) => {
  expect(inspect([], 'play', odd as never, odd as never)).toBeDefined();
});

test('what a caller must give is checked at run time as well, for every event', () => {
  for (const [type, row] of Object.entries(table)) {
    const params = Object.entries('params' in row ? row.params : {});
    const must = params.filter(([, kind]) => kind.endsWith('!')).map(([key]) => key);
    expect(Object.keys(needs[type as 'adStart'] ?? {})).toEqual(expect.arrayContaining(must));
  }
});

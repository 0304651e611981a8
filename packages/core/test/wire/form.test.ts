import { describe, expect, test } from 'vitest';
import { inspect, needs } from '../../src/wire/form';
import { table } from '../../src/wire/table';

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

describe('a parameter', () => {
  test.each(['', 'text', true, false, 0, -1, 1.5])('may be %j', (value) => {
    const sentences: string[] = [];
    expect(inspect(sentences, 'play', { 'media.x': value }, undefined)).toEqual({
      params: { 'media.x': value },
      customMetadata: {},
    });
    expect(sentences).toEqual([]);
  });

  test.each([null, NaN, Infinity, 10n, Symbol('x'), () => 1, [], {}, cycle, new Date(0)])(
    'may not be %s: it is left out, and its key is named',
    (value) => {
      const sentences: string[] = [];
      expect(inspect(sentences, 'play', { 'media.x': value, 'media.y': 1 }, undefined)?.params).toEqual({ 'media.y': 1 });
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
    expect(inspect([], 'play', { 'visitor.customerIDs': null }, undefined)?.params).toEqual({});
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

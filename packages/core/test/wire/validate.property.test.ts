import fc from 'fast-check';
import { expect, test } from 'vitest';
import { schemas, validate } from '../../src/wire/schema';
import { qoeTable, table } from '../../src/wire/table';
import { runs } from '../seed';

type Event = Record<string, unknown> & { eventType: keyof typeof table; playerTime: Record<string, unknown> };

const number = fc.double({ min: 0, max: 1e9, noNaN: true });
const kinds: Record<string, fc.Arbitrary<unknown>> = {
  string: fc.string(),
  number,
  integer: fc.nat(),
  boolean: fc.boolean(),
  customerIDs: fc.dictionary(
    fc.string(),
    fc.record({ id: fc.string(), authState: fc.constantFrom(0, 1, 2) }, { requiredKeys: ['id'] }),
  ),
};

const members = (keys: Readonly<Record<string, string>>): fc.Arbitrary<object> =>
  fc.record(Object.fromEntries(Object.entries(keys).map(([key, kind]) => [key, kinds[kind.replace(/[!*]$/, '')]!])), {
    requiredKeys: Object.keys(keys).filter((key) => /[!*]$/.test(keys[key]!)),
  });

/** Valid events, made from the table alone. */
const event: fc.Arbitrary<Event> = fc.constantFrom(...(Object.keys(table) as (keyof typeof table)[])).chain((eventType) => {
  const row: { metadata?: true; params?: Readonly<Record<string, string>> } = table[eventType];
  const required = Object.values(row.params ?? {}).some((kind) => /[!*]$/.test(kind));
  return fc.record(
    {
      eventType: fc.constant(eventType),
      playerTime: fc.record({ playhead: number, ts: fc.nat() }),
      qoeData: members(qoeTable),
      ...(row.params && { params: members(row.params) }),
      ...(row.metadata && { customMetadata: fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9_.]+$/), fc.string()) }),
    },
    { requiredKeys: ['eventType', 'playerTime', ...(required ? (['params'] as never[]) : [])] },
  ) as fc.Arbitrary<Event>;
});

/** Every way of breaking one thing of an event: its path, and the broken event. */
function* breakages(valid: Event): Generator<readonly [path: string, event: unknown]> {
  const parts = Object.entries(schemas[valid.eventType]['properties'] as Record<string, { required?: string[] }>);
  yield ['unheardOf', { ...valid, unheardOf: 1 }];
  for (const part of ['params', 'customMetadata'])
    if (!parts.some(([name]) => name === part)) yield [part, { ...valid, [part]: {} }];
  for (const [name, schema] of parts) {
    const value = valid[name];
    if (typeof value !== 'object') continue;
    yield [name, { ...valid, [name]: 'text' }];
    yield [name, { ...valid, [name]: [] }];
    yield [name, { ...valid, [name]: null }];
    yield [`${name}.un heard of`, { ...valid, [name]: { ...value, 'un heard of': 'x' } }];
    for (const key of schema.required ?? []) {
      const { [key]: _, ...rest } = value as Record<string, unknown>;
      yield [`${name}.${key}`, { ...valid, [name]: rest }];
    }
    for (const [key, member] of Object.entries(value as object)) {
      yield [`${name}.${key}`, { ...valid, [name]: { ...value, [key]: typeof member === 'string' ? 7 : 'text' } }];
      yield [`${name}.${key}`, { ...valid, [name]: { ...value, [key]: null } }];
    }
  }
}

test('an event made from the table is valid', () => {
  fc.assert(
    fc.property(event, (valid) => {
      expect(validate(valid)).toEqual([]);
    }),
    runs(1_000),
  );
});

test('one thing broken in it is one issue, at its place', () => {
  let broken = 0;
  fc.assert(
    fc.property(event, (valid) => {
      for (const [path, bad] of breakages(valid)) {
        broken++;
        expect(validate(bad).map((issue) => issue.path)).toEqual([path]);
      }
    }),
    runs(200),
  );
  expect(broken).toBeGreaterThan(2_000);
});

test('validate throws nothing and always finds something wrong with what is no event', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true }), (anything) => {
      expect(validate(anything).length).toBeGreaterThan(0);
      expect(Array.isArray(validate({ eventType: 'sessionStart', playerTime: anything, params: anything }))).toBe(true);
    }),
    runs(500),
  );
});

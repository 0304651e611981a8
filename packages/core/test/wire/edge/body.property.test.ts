import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyOf, downloadedBodyOf, type EdgeSession } from '../../../src/wire/edge/body';
import { eventsOf } from '../../../src/wire/edge/event';
import { validateEdge } from '../../../src/wire/edge/schema';
import type { MediaEvent } from '../../../src/wire/events';
import { qoeTable, table } from '../../../src/wire/table';
import { runs } from '../../seed';

type Kinds = Readonly<Record<string, string>>;

const valueOf = (kind: string): fc.Arbitrary<unknown> => {
  const base = kind.replace(/[!*]$/, '');
  if (base === 'number') return fc.double({ min: 0, max: 1e12, noNaN: true });
  if (base === 'integer') return fc.integer({ min: 0 });
  if (base === 'boolean') return fc.boolean();
  if (base === 'customerIDs')
    return fc.dictionary(
      fc.stringMatching(/^[a-z]{1,5}$/),
      fc.record({ id: fc.string({ minLength: 1 }), authState: fc.constantFrom(0, 1, 2) }),
    );
  return fc.string();
};

/** Values of the tracker's vocabulary: those that are asked for, and some of the others; now and then a key of nobody. */
const membersOf = (kinds: Kinds): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries([
      ...Object.entries(kinds).map(([key, kind]) => [key, valueOf(kind)] as const),
      ['media.nobody', fc.string()],
    ]),
    { requiredKeys: Object.keys(kinds).filter((key) => /[!*]$/.test(kinds[key]!) && !/^(analytics|visitor)/.test(key)) },
  );

const eventOf = (type: string): fc.Arbitrary<MediaEvent> => {
  const row = (table as unknown as Record<string, { params?: Kinds; metadata?: true }>)[type]!;
  return fc.record(
    {
      eventType: fc.constant(type),
      playerTime: fc.record({ playhead: fc.double({ min: 0, noNaN: true }), ts: fc.integer({ min: 0, max: 4e12 }) }),
      params: row.params
        ? type.startsWith('state')
          ? fc.record({ 'media.state.name': fc.stringMatching(/^[a-zA-Z0-9_.]{1,64}$/) })
          : membersOf(row.params)
        : fc.constant(undefined),
      qoeData: membersOf(type === 'error' ? { ...qoeTable, 'media.qoe.errorID': 'string!' } : qoeTable),
      customMetadata: fc.dictionary(fc.stringMatching(/^[\w.]{1,9}$/), fc.string()),
    },
    {
      requiredKeys: [
        'eventType',
        'playerTime',
        ...(row.params ? (['params'] as const) : []),
        ...(type === 'error' ? (['qoeData'] as const) : []),
      ],
    },
  ) as unknown as fc.Arbitrary<MediaEvent>;
};
const anyEvent = fc.constantFrom(...Object.keys(table)).chain(eventOf);

const session: EdgeSession = { id: 'a'.repeat(64), state: { domain: 'acme.example', cookiesEnabled: true } };
const pathOf = ({ eventType }: MediaEvent): string => eventType.replace(/^state.*/, 'statesUpdate');

test('every event of the tracker becomes a body that the schema of its path takes, and one only', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const body = JSON.parse(
        JSON.stringify(bodyOf(event, event.eventType === 'sessionStart' ? { ...session, id: undefined } : session)),
      ) as unknown;
      expect(validateEdge(pathOf(event), body)).toEqual([]);
      if (pathOf(event) !== 'ping') expect(validateEdge('ping', body)).not.toEqual([]);
    }),
    runs(300),
  );
});

test('the mapper is pure: the same event gives the same body, and stays as it was', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const before = JSON.stringify(event);
      expect(bodyOf(event, session)).toEqual(bodyOf(event, session));
      expect(JSON.stringify(event)).toBe(before);
    }),
    runs(300),
  );
});

test('what the wire does not carry is named, and nothing else is lost', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const dropped: string[] = [];
      const { xdm } = bodyOf(event, session, dropped).events[0];
      const [back] = eventsOf(xdm as never);
      const sent = { ...event.params, ...event.qoeData } as Record<string, unknown>;
      const kept = { ...back!.params, ...back!.qoeData } as Record<string, unknown>;
      for (const key of Object.keys(sent))
        if (!dropped.includes(key) && !/^visitor\./.test(key) && sent[key] !== undefined)
          expect(Object.keys(kept), key).toContain(key);
      expect([back!.eventType, back!.playerTime.ts]).toEqual([event.eventType, event.playerTime.ts]);
    }),
    runs(300),
  );
});

test('a session of downloaded content is one body, whose events name no session', () => {
  fc.assert(
    fc.property(eventOf('sessionStart'), fc.array(anyEvent, { maxLength: 5 }), (start, rest) => {
      const events = [start, ...rest.filter(({ eventType }) => !eventType.startsWith('session'))];
      const body = JSON.parse(JSON.stringify(downloadedBodyOf(events, { state: session.state }))) as unknown;
      expect(validateEdge('downloaded', body)).toEqual([]);
      expect(JSON.stringify(body)).not.toContain('sessionID');
    }),
    runs(300),
  );
});

import { isDeepStrictEqual } from 'node:util';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EPOCH, type Step } from './drive';
import { driveEdge, type Answer, type Asked } from './edge';

const read = (kind: string): unknown[] => {
  const folder = new URL(`edge/${kind}/`, import.meta.url);
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as unknown);
};

type Row = [ts: number, eventType: string, playhead: number, members?: Record<string, unknown>];
interface Scenario {
  name: string;
  options: object;
  until: number;
  partial: boolean;
  steps: Step[];
  expected: Row[];
}

/** Members that depend on who sends. */
const notCompared: Record<string, readonly string[]> = {
  sessionDetails: ['channel', 'playerName', 'appVersion'],
  advertisingDetails: ['playerName'],
};

const sorted = (value: unknown): unknown => (value as { name: string }[]).toSorted((a, b) => a.name.localeCompare(b.name));

function rowOf({ body }: Asked): Row {
  const { eventType, timestamp, mediaCollection } = body.events[0].xdm;
  const { playhead, sessionID: _, ...members } = mediaCollection;
  for (const [section, names] of Object.entries(notCompared))
    if (members[section])
      members[section] = Object.fromEntries(Object.entries(members[section] as object).filter(([name]) => !names.includes(name)));
  if (members['customMetadata']) members['customMetadata'] = sorted(members['customMetadata']);
  return [Date.parse(timestamp) - EPOCH, eventType, playhead as number, members];
}

const isEqual = ([ts, type, playhead, members]: Row, [at, wanted, place, parts = {}]: Row): boolean => {
  const told = { ...members };
  if (type === 'media.error' && !('qoeDataDetails' in parts)) delete told['qoeDataDetails'];
  const asked = parts['customMetadata'] ? { ...parts, customMetadata: sorted(parts['customMetadata']) } : parts;
  return (
    type === wanted &&
    Math.abs(ts - at) <= 20 &&
    Math.abs(playhead - Math.min(place, 86_400)) <= 1 &&
    isDeepStrictEqual(told, asked)
  );
};

describe.each(read('scenarios') as Scenario[])('$name', ({ steps, until, options, expected, partial }) => {
  test('is sent over the Edge wire request for request', async () => {
    const { requests } = await driveEdge(steps, until, options);
    const sent = requests.map(rowOf);
    let index = 0;
    for (const row of sent)
      if (expected[index] && isEqual(row, expected[index]!)) index++;
      else if (!partial || row[1] !== 'media.ping')
        expect.fail(`sent ${JSON.stringify(row)}\nwanted ${JSON.stringify(expected[index])}`);
    expect(expected.slice(index), 'missing').toEqual([]);
  });
});

interface WireScenario {
  name: string;
  config: { endpoint: string; datastreamId: string };
  steps: Step[];
  replies: ({ to: string } & Answer)[];
  requests: [path: string, eventType: string, ts: number | string, sessionId: string | null][];
  lost?: [string, string][];
  warnings?: number;
  entries?: [index: number, entries: unknown][];
}

describe.each(read('wire') as WireScenario[])('$name', ({ config, steps, replies, requests, lost, warnings, entries, name }) => {
  test('what goes over the network', async () => {
    const left = [...replies];
    const run = await driveEdge(
      steps,
      steps.at(-1)![0] + 20_000,
      { prerollWait: 0 },
      ({ type }) => {
        const place = left.findIndex(({ to }) => to === type || to === '*');
        const [reply] = left[place]?.to === '*' ? [left[place]] : left.splice(place, 1);
        return reply ?? { status: 204 };
      },
      config,
    );
    const sent = run.requests.map(({ path, search, body }) => {
      const { eventType, timestamp, mediaCollection } = body.events[0].xdm;
      expect(search).toBe('?configId=12345-example');
      return [path, eventType, Date.parse(timestamp) - EPOCH, mediaCollection['sessionID'] ?? null] as const;
    });
    const wanted = [...requests];
    for (const [path, type, ts, id] of sent) {
      const [row] = wanted;
      const isRow = row && row[0] === path && row[1] === type && row[3] === id;
      const isNear = isRow && (typeof row[2] === 'string' ? Math.abs(ts - 5_000) < 1_100 : Math.abs(ts - row[2]) <= 20);
      if (isNear) wanted.shift();
      // The scenario's own note allows a second play of the new session.
      else if (name !== 'wire-404-reopens' || type !== 'media.play')
        expect.fail(`sent ${path} ${type} ${ts} ${id}, wanted ${JSON.stringify(row)}`);
    }
    expect(wanted, 'missing').toEqual([]);
    if (lost) expect(run.lost.map(([type, reason]) => [`media.${type}`, reason])).toEqual(lost);
    if (warnings !== undefined) expect(run.warnings).toHaveLength(warnings);
    for (const [index, state] of entries ?? []) expect(run.requests[index]!.body.meta?.state.entries).toEqual(state);
  });
});

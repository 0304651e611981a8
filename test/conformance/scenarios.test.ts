import { isDeepStrictEqual } from 'node:util';
import { readdirSync, readFileSync } from 'node:fs';
import type { MediaEvent } from '@media-collection/core';
import { validate } from '@media-collection/core/schema';
import { describe, expect, test } from 'vitest';
import { drive, EPOCH, type Sent, type Step } from './drive';

type Row = [
  ts: number,
  eventType: string,
  playhead: number,
  payload?: Partial<Record<'params' | 'qoeData' | 'customMetadata', Record<string, unknown>>>,
];

interface Scenario {
  name: string;
  from: string;
  tolerance: number;
  options: { prerollWait: number; adPingInterval: number };
  until: number;
  partial: boolean;
  payload: 'all' | 'given';
  steps: Step[];
  expected: Row[];
}

const folder = new URL('scenarios/', import.meta.url);
const scenarios = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Scenario);

/** Keys that depend on who sends, not on what happened. */
const notCompared = /^(analytics\.|visitor\.|media\.(channel|playerName|ad\.playerName|sdkVersion|libraryVersion|downloaded)$)/;

const payloadOf = ({ params, qoeData, customMetadata }: MediaEvent): object => {
  const compared = Object.entries(params ?? {}).filter(([key]) => !notCompared.test(key));
  return {
    ...(compared.length && { params: Object.fromEntries(compared) }),
    ...(qoeData && { qoeData }),
    ...(customMetadata && { customMetadata }),
  };
};

const row = ({ event }: Sent): string =>
  `${event.playerTime.ts - EPOCH} ${event.eventType} ${event.playerTime.playhead} ${JSON.stringify(payloadOf(event))}`;

/** How far an event may lie from the recorded one, in ms; the recorded client looked at its clock only once a second (R-25a). */
function slack(scenario: Scenario, expected: readonly Row[], index: number): number {
  const [, type] = expected[index]!;
  if (scenario.tolerance === 0) return 20;
  const echo = type === 'play' && expected[index - 1] !== undefined && !isNamed(scenario, expected[index]!);
  if (type === 'ping' || (type === 'sessionEnd' && !isNamed(scenario, expected[index]!))) return 1_000;
  return echo ? 250 : 20;
}

/** True when a step made this event under its own name. */
const isNamed = ({ steps }: Scenario, [ts, type]: Row): boolean =>
  steps.some(([t, what, word]) => what === 'track' && word === type && Math.abs(t - ts) <= 20);

/** Pings that the recorded client was about to send when the next event put its clock back. */
function isExtraPing(sent: Sent, expected: Row | undefined): boolean {
  return sent.event.eventType === 'ping' && (!expected || expected[0] - (sent.event.playerTime.ts - EPOCH) <= 1_000);
}

/** Says where the story departs from the recorded one; nothing when it does not. */
function differences(scenario: Scenario, sent: readonly Sent[]): string[] {
  const { expected, partial, payload, tolerance } = scenario;
  const found: string[] = [];
  let index = 0;
  for (const one of sent) {
    const { event } = one;
    const wanted = expected[index];
    const reach = wanted ? slack(scenario, expected, index) : 0;
    if (wanted?.[1] !== event.eventType || Math.abs(event.playerTime.ts - EPOCH - wanted[0]) > reach) {
      const mayDiffer = event.eventType === 'ping' && (partial || (tolerance > 0 && isExtraPing(one, wanted)));
      if (!mayDiffer) return [...found, `sent ${row(one)}, wanted ${JSON.stringify(wanted)}`];
      continue;
    }
    const [, , playhead, parts = {}] = wanted;
    // The recorded JavaScript client was told its playhead four times a second.
    const grain = tolerance ? 0.27 : 0.02;
    if (Math.abs(event.playerTime.playhead - playhead) > grain + reach / 1_000)
      found.push(`playhead of ${row(one)}, wanted ${playhead}`);
    const told = payload === 'all' ? payloadOf(event) : pick(event, Object.keys(parts));
    if (!isDeepStrictEqual(told, payload === 'all' ? parts : pick({ ...event, ...merged(event, parts) }, Object.keys(parts))))
      found.push(`payload of ${row(one)}, wanted ${JSON.stringify(parts)}`);
    index++;
  }
  return [...found, ...expected.slice(index).map((wanted) => `missing ${JSON.stringify(wanted)}`)];
}

const pick = (object: object, keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)));

/** The event's parts with the expected values laid over them: equal to the event when it has at least those. */
const merged = (event: MediaEvent, parts: object): object =>
  Object.fromEntries(
    Object.entries(parts).map(([part, values]) => [
      part,
      { ...(event as unknown as Record<string, object>)[part], ...(values as object) },
    ]),
  );

/** Rules that hold in every scenario; each breach is a sentence. */
function breaches(sent: readonly Sent[], adPingInterval: number): string[] {
  const found: string[] = [];
  for (const session of new Set(sent.map((one) => one.session))) {
    const events = sent.filter((one) => one.session === session).map(({ event }) => event);
    let last = -Infinity;
    let counted = events[0]!.playerTime.ts;
    let adSince = Infinity;
    events.forEach((event, index) => {
      const { eventType, playerTime } = event;
      const { ts } = playerTime;
      const demand = (fine: boolean, rule: string): void => void (fine || found.push(`${rule}: ${JSON.stringify(event)}`));
      const interval = ts - adSince > 20 ? adPingInterval : 10_000;
      demand(ts > last, 'ts rises');
      for (const issue of validate(event))
        found.push(`${issue.path}: expected ${issue.expected}, got ${issue.got}: ${JSON.stringify(event)}`);
      for (const part of ['params', 'qoeData', 'customMetadata'] as const)
        demand(!event[part] || Object.keys(event[part]).length > 0, 'no empty member');
      demand(!/^session(End|Complete)$/.test(eventType) || index === events.length - 1, 'nothing follows the end');
      // adBreakComplete tells the state again, and before the first play that is a ping.
      const isFlush = events[index - 1]?.eventType === 'adBreakComplete';
      demand(eventType !== 'ping' || isFlush || ts - counted >= interval - 20, 'a ping too early');
      demand(ts - counted <= interval + 20, 'a ping is missing before');
      if (/^(ping|play|pauseStart|bufferStart)$/.test(eventType)) counted = ts;
      if (eventType === 'adStart') adSince = ts;
      if (/^ad(Complete|Skip)$/.test(eventType)) adSince = Infinity;
      last = ts;
    });
  }
  return found;
}

describe.each(scenarios)('$name', (scenario) => {
  test('is told event for event', () => {
    const { sent, advance } = drive(scenario.steps, scenario.until, scenario.options);
    const story = (): string => sent.slice(0, 200).map(row).join('\n');
    const found = [...differences(scenario, sent), ...breaches(sent, scenario.options.adPingInterval)];
    if (found.length) expect.fail(`${found.slice(0, 10).join('\n')}\n\nsent:\n${story()}`);
    if (/^session(End|Complete)$/.test(scenario.expected.at(-1)![1])) {
      const before = sent.length;
      advance(60_000);
      expect(sent.slice(before).map(row), 'silence after the end').toEqual([]);
    }
  });
});

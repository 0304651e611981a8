import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from '@media-collection/report';
import { afterAll, expect, test } from 'vitest';
import { jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { connect } from '@nats-io/transport-node';
import type { MediaEvent } from '../../src/media-event';
import { createCollector } from '../../src/collector';
import { serve } from '../../src/serve';
import { createMemoryStore } from '../../src/store/memory';
import { openHead } from '../../src/sessions';
import type { FinishedSession } from '../../src/workers/sessions';
import { useCommand } from '../command';
import { createAudience, createPart, type Part } from './gate';
import { startNats, type NatsNode } from '../../../../test/setup/nats.mjs';

const MINUTES = Number(process.env['GATE_MINUTES'] ?? 1);
const VIEWERS = Number(process.env['GATE_VIEWERS'] ?? 20);
/** No edge may answer with 5xx for longer, in ms. */
const MOST_OUTAGE_MS = 10_000;
const { file } = useCommand();
const folder = mkdtempSync(join(tmpdir(), 'gate-'));
const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true });
});
/** Waits until something holds; what does not come is found in what is counted then. */
async function until(holds: () => Promise<boolean> | boolean, ms: number, every = 250): Promise<void> {
  for (const end = performance.now() + ms; performance.now() < end && !(await holds());) await pause(every);
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const visitorOf = ({ params }: MediaEvent): string => String(params?.['visitor.marketingCloudUserId']);
const keyOf = (event: MediaEvent) => JSON.stringify(event);

/** Kills one part after the other, each at another moment, until the time is over; of the servers one at a time. */
async function killAtRandom(nodes: readonly NatsNode[], parts: readonly Part[], end: number): Promise<Map<string, number>> {
  const kills = new Map<string, number>();
  const count = (name: string): void => void kills.set(name, (kills.get(name) ?? 0) + 1);
  const killNodes = async (): Promise<void> => {
    while (performance.now() < end) {
      await pause(4_000 + 6_000 * Math.random());
      const index = Math.trunc(nodes.length * Math.random());
      await nodes[index]!.kill();
      count(`NATS ${index}`);
      await pause(500 + 2_000 * Math.random());
      await nodes[index]!.start();
      // Of three servers one may be away: one that has not caught up still is.
      await until(() => nodes[index]!.isHealthy(), 30_000);
    }
  };
  const killParts = async (): Promise<void> => {
    while (performance.now() < end) {
      await pause(500 + 2_500 * Math.random());
      const part = parts[Math.trunc(parts.length * Math.random())]!;
      await part.kill();
      count(part.name);
      await pause(1_000 * Math.random());
      await part.start();
    }
  };
  await Promise.all([killNodes(), killParts()]);
  return kills;
}

/** What one process, without any fault, makes of the same events. */
async function inOneProcess(id: string, events: readonly MediaEvent[]): Promise<unknown> {
  const store = createMemoryStore();
  const [first, ...rest] = events as [MediaEvent, ...MediaEvent[]];
  await store.open(openHead(id, first, { at: 0, bytes: 0 }), [first]);
  for (const event of rest) await store.append(id, event, { at: 1, bytes: 0 });
  const stored: MediaEvent[] = [];
  for await (const event of store.events(id)) stored.push(event);
  return JSON.parse(JSON.stringify(report(stored)));
}

test(
  'what was answered is stored once, and reported as by one process, whatever is killed',
  { timeout: (MINUTES + 15) * 60_000 },
  async () => {
    const nats = await startNats(3);
    stops.push(() => nats.stop());
    const lake = join(folder, 'lake');
    const forwarded = createMemoryStore({ maxSessions: 1_000_000 });
    const target = await serve(createCollector({ store: forwarded }), { port: 0 });
    stops.push(() => target.close(0));
    const command = (name: string, ...args: string[]) =>
      createPart(name, file(), ...args, '--store', nats.url, '--shards', '4', '--replicas', '3');
    const edges = await Promise.all(['edge 1', 'edge 2'].map((name) => command(name, 'edge')));
    const workers = await Promise.all([
      command('sessions', 'work', 'sessions'),
      command('lake', 'work', 'lake', '--folder', lake),
      command('live', 'work', 'live'),
      command('forward', 'work', 'forward', '--forward', target.url),
    ]);
    const parts = [...edges, ...workers];
    stops.push(async () => void (await Promise.all(parts.map((part) => part.kill()))));
    await Promise.all(parts.map((part) => part.start()));
    await expect
      .poll(async () => (await Promise.all(parts.map(({ url }) => fetch(`${url}/readyz`)))).every(({ ok }) => ok), {
        timeout: 60_000,
        interval: 250,
      })
      .toBe(true);

    const audience = createAudience(edges, VIEWERS);
    const kills = await killAtRandom(nats.nodes, parts, performance.now() + MINUTES * 60_000);
    await audience.end();
    expect(parts.every(({ isRunning }) => isRunning)).toBe(true);

    const connection = await connect({ servers: nats.url.split(',') });
    const manager = await jetstreamManager(connection);
    const reports = await new Kvm(manager.jetstream()).open('media-reports');
    const { answered, statuses, faults, longestOutage } = audience;
    await until(async () => (await reports.status()).values >= answered.size, 90_000);

    const lines = () =>
      readdirSync(lake, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ndjson'))
        .flatMap((name) => readFileSync(join(lake, name), 'utf8').split('\n').filter(Boolean))
        .map((line) => JSON.parse(line) as { sid: string; event: MediaEvent });
    const sent = [...answered.values()].reduce((sum, { length }) => sum + length, 0);
    await until(() => lines().length >= sent, 60_000, 2_000);
    const kept = group(lines());

    /** What arrived there, of each visitor: perhaps twice, and in another session. */
    const arrived = async (): Promise<Map<string, Set<string>>> => {
      const keys = new Map<string, Set<string>>();
      for (const { events } of await forwarded.list()) {
        const visitor = visitorOf(events[0]!);
        const known = keys.get(visitor) ?? new Set();
        keys.set(visitor, known);
        for (const event of events) known.add(keyOf(event));
      }
      return keys;
    };
    /** The places of the events that did not arrive, by session. */
    const notForwarded = async (): Promise<Map<string, number[]>> => {
      const keys = await arrived();
      const left = new Map<string, number[]>();
      for (const [id, events] of answered) {
        const known = keys.get(visitorOf(events[0]!));
        const places = [...events.keys()].filter((place) => !known?.has(keyOf(events[place]!)));
        if (places.length) left.set(id, places);
      }
      return left;
    };
    const countOf = (left: Map<string, number[]>): number => [...left.values()].flat().length;
    // On a busy machine this takes its time; what goes on may go on.
    for (let [left, idle] = [Infinity, 0]; left > 0 && idle < 12; idle++) {
      const now = countOf(await notForwarded());
      if (now < left) idle = 0;
      left = now;
      if (left) await pause(5_000);
    }

    const crashed = parts.filter(({ crashes }) => crashes).map(({ name, lines }) => `${name}: ${lines.slice(-5).join(' / ')}`);
    const notSent = await notForwarded();
    const unsent = countOf(notSent);
    const marks = await new Kvm(manager.jetstream()).open('media-marks');
    for (const [id, places] of [...notSent].slice(0, 10))
      console.log(
        `Not forwarded of ${id}: ${places.join()} of ${answered.get(id)!.length}; ${(await marks.get(`${id}.forward`))?.string()}`,
      );
    if (unsent)
      console.log(
        await (await fetch(`${workers.at(-1)!.url}/metrics`)).text().then((text) => text.match(/^\w*forward.*/gm)?.join('\n')),
      );
    const missing: string[] = [];
    const twice: string[] = [];
    const otherwise: string[] = [];
    let unreported = 0;
    for (const [id, events] of answered) {
      const stored = (kept.get(id) ?? []).map(({ event }) => keyOf(event));
      if (events.some((event) => !stored.includes(keyOf(event)))) missing.push(id);
      if (new Set(stored).size !== stored.length) twice.push(id);
      const finished = (await reports.get(id))?.json<FinishedSession>();
      if (!finished) unreported++;
      const wanted = await inOneProcess(id, events);
      if (JSON.stringify(finished?.report) !== JSON.stringify(wanted)) otherwise.push(id);
    }
    await connection.close();
    const shown = (map: Map<unknown, number>) =>
      [...map].map(([key, value]) => `${String(key)}: ${Math.round(value)}`).join(', ');
    console.log(
      [
        `${MINUTES} min, ${VIEWERS} viewers, ${answered.size} sessions, ${sent} events answered with 201 or 204.`,
        `Killed: ${shown(kills)}.`,
        `Answers: ${shown(statuses)}. Longest time of 5xx, ms: ${shown(longestOutage()) || 'none'}.`,
        `Not stored: ${missing.length}; stored twice: ${twice.length}; reports that differ: ${otherwise.length} (${unreported} are not there); not forwarded: ${unsent}.`,
      ].join('\n'),
    );
    expect({ faults, missing, twice, otherwise, unsent, crashed }).toEqual({
      faults: [],
      missing: [],
      twice: [],
      otherwise: [],
      unsent: 0,
      crashed: [],
    });
    expect(Math.max(0, ...longestOutage().values())).toBeLessThan(MOST_OUTAGE_MS);
    expect(kills.size).toBeGreaterThan(3);
  },
);

function group<T extends { sid: string }>(all: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(each.sid, [...(groups.get(each.sid) ?? []), each]);
  return groups;
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { MediaEvent } from '../../src/media-event';
import { start } from '../calls';
import { freePorts } from '../../../../test/setup/nats.mjs';

/** A process of the collector, which can be killed and started again at the same address. */
export interface Part {
  readonly name: string;
  readonly url: string;
  start(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  readonly isRunning: boolean;
  /** How often it ended although nobody had killed it. */
  readonly crashes: number;
  /** What it printed. */
  readonly lines: readonly string[];
}

/** A part that runs the command line, as a file, with these arguments. */
export async function createPart(name: string, file: string, ...args: string[]): Promise<Part> {
  const [port] = await freePorts(1);
  const lines: string[] = [];
  let child: ChildProcess | undefined;
  let crashes = 0;
  let isKilled = false;
  const end = (): void => void child?.kill('SIGKILL');
  process.once('exit', end);
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    lines,
    async start() {
      child = spawn(process.execPath, [file, ...args, '--port', String(port), '--log', 'text'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const printed = createInterface({ input: child.stdout! });
      createInterface({ input: child.stderr! }).on('line', (line) => lines.push(`! ${line}`));
      await new Promise<void>((resolve) => {
        printed.on('line', (line) => {
          if (!/^\d\d:/.test(line)) lines.push(line);
          if (/listens on/.test(line)) resolve();
        });
        isKilled = false;
        child!.once('exit', () => {
          if (!isKilled) crashes++;
          resolve();
        });
      });
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      isKilled = true;
      child.kill('SIGKILL');
      await exit;
    },
    get crashes() {
      return crashes;
    },
    get isRunning() {
      return child !== undefined && child.exitCode === null && child.signalCode === null;
    },
  };
}

/** What the viewers of a gate have seen. */
export interface Audience {
  /** The events that were answered with 201 or 204, in order, by session. */
  readonly answered: Map<string, MediaEvent[]>;
  /** How many calls were answered with a status. */
  readonly statuses: Map<number, number>;
  /** Sentences about what must not happen. */
  readonly faults: string[];
  /** For how long each edge answered with nothing but 5xx, at most, in ms. */
  readonly longestOutage: () => Map<string, number>;
  /** Lets the viewers end their sessions; resolves when they have. */
  end(): Promise<void>;
}

/** For how long a viewer tries to deliver one event, in ms. */
const PATIENCE_MS = 60_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Lets so many viewers watch one session after the other, each with one event on its way; an event is sent until it is answered. */
export function createAudience(edges: readonly Part[], viewers: number): Audience {
  const answered = new Map<string, MediaEvent[]>();
  const statuses = new Map<number, number>();
  const faults: string[] = [];
  const failingSince = new Map<string, number>();
  const longest = new Map<string, number>();
  let isOver = false;
  let visitors = 0;

  function note(edge: Part, status: number): void {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    const at = performance.now();
    if (status >= 500) {
      const since = failingSince.get(edge.name) ?? at;
      failingSince.set(edge.name, since);
      longest.set(edge.name, Math.max(longest.get(edge.name) ?? 0, at - since));
    } else {
      const since = failingSince.get(edge.name);
      if (since !== undefined) longest.set(edge.name, Math.max(longest.get(edge.name) ?? 0, at - since));
      failingSince.delete(edge.name);
    }
  }

  /** Sends a body to one edge after the other, as behind a balancer, until one takes it. */
  async function deliver(path: string, body: string): Promise<Response | undefined> {
    const until = performance.now() + PATIENCE_MS;
    for (let turn = Math.trunc(Math.random() * edges.length); performance.now() < until; turn++) {
      const edge = edges[turn % edges.length]!;
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(edge.url + path, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) }).catch(
        () => undefined,
      );
      // Nobody there: a balancer takes the next one.
      if (!response) {
        failingSince.delete(edge.name);
        await pause(20);
        continue;
      }
      await response.arrayBuffer().catch(() => undefined);
      note(edge, response.status);
      if (response.status < 400) return response;
      if (response.status < 500) {
        faults.push(`${path} was answered with ${response.status}: ${body.slice(0, 200)}`);
        return undefined;
      }
      await pause(100 + 200 * Math.random());
    }
    faults.push(`${path} was not taken within ${PATIENCE_MS} ms.`);
    return undefined;
  }

  async function watch(): Promise<void> {
    const begun = Date.now();
    const params = { 'visitor.marketingCloudUserId': String(++visitors), 'media.id': `ep-${visitors % 20}`, 'media.length': 60 };
    const at = (second: number) => ({ playerTime: { playhead: second, ts: begun + second * 1_000 } });
    const opening = { ...start(params), ...at(0) };
    const opened = await deliver('/api/v1/sessions', JSON.stringify(opening));
    const location = opened?.headers.get('location');
    if (!location) return;
    const id = location.split('/').at(-1)!;
    const events = [opening as unknown as MediaEvent];
    answered.set(id, events);
    const count = 5 + Math.trunc(40 * Math.random());
    const types = [
      'play',
      ...Array.from({ length: count }, (_, n) => (n % 9 === 7 ? 'pauseStart' : n % 9 === 8 ? 'play' : 'ping')),
      'sessionEnd',
    ];
    for (const [index, eventType] of types.entries()) {
      const event = { eventType, ...at(index + 1) };
      if (!(await deliver(`/api/v1/sessions/${id}/events`, JSON.stringify(event)))) return;
      events.push(event as unknown as MediaEvent);
      if (isOver && eventType !== 'sessionEnd') continue;
      await pause(50 * Math.random());
    }
  }

  const viewing = Promise.all(
    Array.from({ length: viewers }, async () => {
      while (!isOver) await watch();
    }),
  );
  return {
    answered,
    statuses,
    faults,
    longestOutage: () => longest,
    async end() {
      isOver = true;
      await viewing;
    },
  };
}

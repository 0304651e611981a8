import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createCollector, type Call, type MediaEvent } from '@media-collection/collector';
import { serve } from '@media-collection/collector/serve';
import { lintSessions, type Breach } from '@media-collection/report';
import { asMediaCollection } from './edge-call';
import { startMediaServer, type MediaServer } from '../media/server.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const ARRIVAL_MS = 20_000;

/** Serves one page, `/<package>.min.js`, every built module as `/<package>/<file>`, the players under `/node_modules/`, and `/examples/`. */
async function servePage(html: string) {
  const imports = readdirSync(`${root}packages`).map((name) => [`@media-collection/${name}`, `/${name}/index.js`]);
  const page = `<!doctype html><meta charset="utf-8"><title>Stage</title><link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports: Object.fromEntries(imports) })}</script>
${html}`;
  const server = createServer(async (request, response) => {
    const [path = ''] = request.url!.split('?');
    if (path === '/') return void response.setHeader('content-type', 'text/html').end(page);
    const isPlayer = /^\/node_modules\/[\w.-]+\/dist\/(?:[\w-]+\/)*[\w.-]+\.(m?js|css)$/.exec(path);
    const isExample = /^\/examples\/\w+\/[\w-]+\.js$/.test(path);
    const [, name, file] = /^\/(\w+)(?:\/([\w.-]+\.js)|\.min\.js)$/.exec(path) ?? [];
    const served = isPlayer || isExample ? path : `packages/${name}/dist/${file ?? `${name}.min.js`}`;
    const built = await readFile(`${root}${served}`).catch(() => undefined);
    if (!built) return void response.writeHead(404).end();
    response.setHeader('content-type', isPlayer?.[1] === 'css' ? 'text/css' : 'text/javascript').end(built);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Keeps what a collector heard and wakes those who wait for it. */
function createLedger(pageErrors: readonly string[]) {
  const calls: Call[] = [];
  const waiting = new Set<() => void>();
  const accepted = () => calls.filter(({ method, status }) => method === 'POST' && status < 300);
  const eventOf = (call: Call) => call.event as MediaEvent;

  function events(session = 0): MediaEvent[] {
    const id = accepted().filter(({ status }) => status === 201)[session]?.sessionId;
    return accepted()
      .filter(({ sessionId }) => id !== undefined && sessionId === id)
      .map(eventOf)
      .sort((a, b) => a.playerTime.ts - b.playerTime.ts);
  }

  function until(
    wanted: MediaEvent['eventType'] | ((event: MediaEvent) => boolean),
    { count = 1, timeoutMs = ARRIVAL_MS }: { count?: number; timeoutMs?: number } = {},
  ): Promise<MediaEvent> {
    const isWanted = typeof wanted === 'string' ? (event: MediaEvent) => event.eventType === wanted : wanted;
    const found = () => accepted().map(eventOf).filter(isWanted);
    return new Promise((resolve, reject) => {
      const look = () => {
        const event = found()[count - 1];
        if (!event) return;
        stop();
        resolve(event);
      };
      const timer = setTimeout(() => {
        stop();
        const arrived = calls
          .filter(({ method }) => method === 'POST')
          .map((call) => [eventOf(call)?.eventType, call.status >= 300 && call.status, call.message].filter(Boolean).join(' '));
        const lines = [
          `Waited ${timeoutMs} ms for ${count} of ${wanted}, and ${found().length} came.`,
          `Arrived: ${arrived.join(', ') || 'nothing'}.`,
          ...pageErrors,
        ];
        reject(new Error(lines.join('\n')));
      }, timeoutMs);
      const stop = () => {
        clearTimeout(timer);
        waiting.delete(look);
        stops.delete(stop);
      };
      waiting.add(look);
      stops.add(stop);
      look();
    });
  }
  const stops = new Set<() => void>();

  const allowed = new Set<Breach['rule']>();
  const isOver = (events: readonly MediaEvent[]) => /^session(End|Complete)$/.test(events.at(-1)?.eventType ?? '');
  const sessions = () =>
    accepted()
      .filter(({ status }) => status === 201)
      .map((_, session) => events(session));

  return {
    calls,
    events,
    until,
    breaches: () =>
      lintSessions(sessions().filter(isOver)).filter(({ rule, severity }) => severity === 'breach' && !allowed.has(rule)),
    allow: (rule: Breach['rule']) => void allowed.add(rule),
    eventTypes: (session = 0) => events(session).map(({ eventType }) => eventType),
    record(call: Call) {
      calls.push(asMediaCollection(call));
      for (const look of [...waiting]) look();
    },
    close: () => stops.forEach((stop) => stop()),
  };
}

/** Media, a collector and a page for a browser that is not here yet, each on an origin of its own, as in production. */
export interface Backend {
  /** The address of the page. */
  url: string;
  /** The address that a tracker takes as its endpoint. */
  endpoint: string;
  media: MediaServer;
  /** Every call that the collector answered, preflights and refusals too, in the order of arrival. */
  calls: readonly Call[];
  /** The accepted events of a session (0: the one opened first) in the order of their `ts`. */
  events(session?: number): MediaEvent[];
  /** The types of these events. */
  eventTypes(session?: number): MediaEvent['eventType'][];
  /** The breaches of the rules of order in all sessions that are over, without those that the test allows; `close` rejects with them. */
  breaches(): Breach[];
  /** Allows breaches of a rule: this test provokes them on purpose, or has events refused. */
  allow(rule: Breach['rule']): void;
  /** Waits until so many such events (1) have arrived since the stage opened; resolves to the last of them, rejects with what came instead. */
  until(
    wanted: MediaEvent['eventType'] | ((event: MediaEvent) => boolean),
    options?: { count?: number; timeoutMs?: number },
  ): Promise<MediaEvent>;
  close(): Promise<void>;
}

/** What a page is made of: its body, which may need to know where media and collector are, and the addresses of its scripts. */
export interface BackendOptions {
  html?: string | ((at: { media: string; endpoint: string }) => string);
  scripts?: readonly string[];
  /** What is said beside what came instead of what was waited for. */
  pageErrors?: readonly string[];
}

/** Serves a page with the built packages at `/<package>.min.js`, a media server and a real collector. */
export async function openBackend({ html = '', scripts = [], pageErrors = [] }: BackendOptions = {}): Promise<Backend> {
  const { record, close: forget, ...ledger } = createLedger(pageErrors);
  const [media, collector] = await Promise.all([startMediaServer(), serve(createCollector({ onCall: record }), { port: 0 })]);
  const at = { media: media.url, endpoint: collector.url };
  const body = typeof html === 'string' ? html : html(at);
  const site = await servePage([body, ...scripts.map((src) => `<script src="${src}"></script>`)].join('\n'));
  return {
    ...ledger,
    url: site.url,
    endpoint: collector.url,
    media,
    async close() {
      forget();
      await Promise.all([site.close(), media.close(), collector.close()]);
      const breaches = ledger.breaches().map(({ rule, message }) => `${rule}: ${message}`);
      if (breaches.length)
        throw new Error(`The events break rules of order (backend.allow(rule) where a test means to):\n${breaches.join('\n')}`);
    },
  };
}

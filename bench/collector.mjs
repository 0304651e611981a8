import { fork } from 'node:child_process';
import { once } from 'node:events';
import autocannon from 'autocannon';
import { count, median } from './document.mjs';

export const title = 'The collector under load';

const SECONDS = Number(process.env.SECONDS ?? 10);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const OPEN = Number(process.env.SESSIONS ?? 100_000);
const SPOKEN_TO = 1_000;

export const conditions = `The collector as \`serve(createCollector())\`, with its memory store, and with a SQLite file (\`synchronous=FULL\`: what is acknowledged is on disk); and the command line with
\`--log none\`. Each in a process of its own; autocannon in another, 50 connections, no
pipelining: ${SECONDS} s of pings (\`POST …/sessions/<id>/events\`, 90 bytes of JSON) to ${count(SPOKEN_TO)} open sessions in turn, each validated against its
schema, stored in its session and acknowledged with 204. *Echo* is a bare \`node:http\` server that reads the same body and returns it.
One after the other, medians of ${ROUNDS} rounds. Events a second *by its core* are what one core takes when the server alone keeps it busy: by the processor
time of the server's process, which does not depend on how fast autocannon asks. Memory: ${count(OPEN)} sessions that are open, each with a minute of
viewing (\`sessionStart\` of 24 parameters, \`play\`, six pings), each event as JSON and validated; resident memory of the process.`;

export const head = ['', 'events/s', 'of the echo', 'events/s by its core', 'of the echo', 'p50, ms', 'p99, ms'];

const sessionStart = JSON.stringify({
  playerTime: { playhead: 0, ts: 1_700_000_000_000 },
  eventType: 'sessionStart',
  params: {
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'analytics.reportSuite': 'acme',
    'analytics.enableSSL': true,
    'visitor.marketingCloudOrgId': '0123456789ABCDEF@AdobeOrg',
    'visitor.marketingCloudUserId': '12345678901234567890123456789012345678',
    'media.id': 'ep-1',
    'media.name': 'Pilot',
    'media.length': 2_700,
    'media.contentType': 'vod',
    'media.streamType': 'video',
    'media.channel': 'acme.example',
    'media.playerName': 'html5',
    'media.sdkVersion': '1.0.0',
    'media.libraryVersion': 'media-collection-1.0.0',
    'media.resume': false,
    'media.show': 'A show',
    'media.season': '1',
    'media.episode': '1',
    'media.genre': 'drama',
    'media.network': 'acme',
    'media.rating': 'TV-14',
    'media.originator': 'acme',
    'media.feed': 'east',
    'media.firstDigitalDate': '2026-01-01',
  },
});
const eventAt = (second, eventType = 'ping') =>
  JSON.stringify({ playerTime: { playhead: second, ts: 1_700_000_000_000 + second * 1_000 }, eventType });
const headers = { 'content-type': 'application/json' };

/** A server in a process of its own, and what that process says of itself. */
async function start(kind, ...more) {
  const child = fork(new URL('collector-server.mjs', import.meta.url), [kind, ...more], { execArgv: ['--expose-gc'] });
  const [{ url }] = await once(child, 'message');
  const ask = async (what) => {
    child.send(what);
    return (await once(child, 'message'))[0];
  };
  return {
    url,
    state: () => ask('state'),
    fill: (what) => ask(what),
    close: () => child.kill(),
  };
}

/** Posts to so many places, a few at a time; `bodyOf` a place makes what is sent. */
async function post(places, bodyOf) {
  const replies = [];
  for (let at = 0; at < places.length; at += 50)
    replies.push(
      ...(await Promise.all(
        places.slice(at, at + 50).map(async (place, index) => {
          const reply = await fetch(place, { method: 'POST', body: bodyOf(at + index), headers });
          await reply.text();
          return reply;
        }),
      )),
    );
  return replies;
}

/** A \`sessionStart\` of a visitor of its own: the same one would be the same session to an edge. */
const startOf = (visitor) => sessionStart.replace(/\d{38}/, String(visitor).padStart(38, '1'));

/** Opens so many sessions, and answers where their events go; an echo opens none. */
const open = async (url, sessions) =>
  (await post(Array(sessions).fill(`${url}/api/v1/sessions`), startOf)).map(
    (reply) => `${reply.headers.get('location') ?? '/api/v1/sessions/0'}/events`,
  );

/** What a server takes in so many seconds; \`more\` is passed to it. */
export async function load(kind, ...more) {
  const server = await start(kind, ...more);
  const paths = await open(server.url, SPOKEN_TO);
  let next = 0;
  const setupRequest = (request) => {
    const turn = next++;
    return { ...request, path: paths[turn % SPOKEN_TO], body: eventAt(1 + Math.trunc(turn / SPOKEN_TO)) };
  };
  const asked = { url: server.url, connections: 50, requests: [{ method: 'POST', headers, setupRequest }] };
  const warm = await autocannon({ ...asked, duration: 2 });
  const before = await server.state();
  const result = await autocannon({ ...asked, duration: SECONDS });
  const after = await server.state();
  server.close();
  if (result.non2xx || result.errors) throw new Error(`${result.non2xx} refusals and ${result.errors} errors of ${kind}.`);
  const answered = result.requests.total;
  const perCore = answered / ((after.cpu - before.cpu) / 1e6);
  const taken = answered + warm.requests.total + SPOKEN_TO;
  return { rate: answered / result.duration, perCore, taken, p50: result.latency.p50, p99: result.latency.p99 };
}

/** How many bytes the process holds with so many open sessions. */
async function fill() {
  const server = await start('collector');
  const empty = await server.state();
  const full = await server.fill({
    sessions: OPEN,
    bodies: [sessionStart, eventAt(0, 'play'), ...[1, 2, 3, 4, 5, 6].map((ping) => eventAt(10 * ping))],
  });
  server.close();
  return { empty: empty.rss, full: full.rss, heap: full.heap };
}

/** Measures what the collector takes, and what it holds. */
export async function run() {
  const taken = { echo: [], collector: [], cli: [], sqlite: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const kind of Object.keys(taken)) {
      taken[kind].push(await load(kind));
      console.log(kind, taken[kind].at(-1));
    }
  const memory = await fill();
  const middle = (kind, what) => median(taken[kind].map((measured) => measured[what]));
  const share = (what, kind = 'collector') => middle(kind, what) / middle('echo', what);
  const row = (name, kind) => [
    name,
    count(middle(kind, 'rate')),
    share('rate', kind).toFixed(2),
    count(middle(kind, 'perCore')),
    share('perCore', kind).toFixed(2),
    middle(kind, 'p50').toFixed(1),
    middle(kind, 'p99').toFixed(1),
  ];
  const echo = row('bare `node:http` echo', 'echo');
  echo[2] = echo[4] = '1';
  const worstOf = (kind) => Math.min(share('rate', kind), share('perCore', kind));
  const goalFor = (name, kind, least) => ({
    what: `the lower share of the echo, ${name}`,
    got: worstOf(kind).toFixed(2),
    goal: `at least ${least.toFixed(2)}`,
    met: worstOf(kind) >= least,
  });
  const mib = (bytes) => `${count(bytes / 2 ** 20)} MiB`;
  return {
    rows: [
      echo,
      row('collector, memory store', 'collector'),
      row('command line, `--log none`', 'cli'),
      row('collector, SQLite file', 'sqlite'),
    ],
    goals: [
      goalFor('memory store', 'collector', 1 / 2),
      goalFor('SQLite file', 'sqlite', 1 / 3),
      {
        what: `memory with ${count(OPEN)} open sessions`,
        got: `${mib(memory.full)} (empty: ${mib(memory.empty)}, heap in use: ${mib(memory.heap)})`,
        goal: 'under 1,024 MiB',
        met: memory.full < 2 ** 30,
      },
    ],
  };
}

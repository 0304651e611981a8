import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import { ensureBuilt } from '../setup/build.mjs';
import { ensureInstalled } from '../setup/install.mjs';
import { root } from '../setup/node.mjs';
import { attacks } from './attacks.mjs';

const SECONDS = Number(process.env.SECONDS ?? 6);
const VIEWERS = 20;
/** How often a viewer sends an event, in ms: fifty times as often as a real one. */
const PERIOD_MS = 200;
const GOAL_MS = 250;
const PAGE = `${root}docs/hostile.md`;

await ensureInstalled();
await ensureBuilt();

/** Nobody reads its log once it has printed its address. */
async function startCollector() {
  const cli = `${root}packages/collector/dist/cli.js`;
  const child = spawn(process.execPath, ['--max-old-space-size=1024', cli, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [greeting] = await once(createInterface({ input: child.stdout }), 'line');
  child.stdout.pause();
  const [, url, token] = /(http:\/\/[^\s/]+)\/\?token=(\w+)/.exec(greeting);
  return { child, url, token };
}

const agent = new Agent({ keepAlive: true, maxSockets: VIEWERS });

/** Posts, and resolves to the status, the headers and how long it took; status 0 when nothing was answered. */
function post(url, path, body) {
  const from = performance.now();
  return new Promise((resolve) => {
    const done = (status, headers = {}, error) => resolve({ status, headers, error, took: performance.now() - from });
    const call = request(url + path, { method: 'POST', agent, headers: { 'Content-Type': 'application/json' } }, (reply) =>
      reply.resume().on('end', () => done(reply.statusCode, reply.headers)),
    );
    call.on('error', ({ code }) => done(0, {}, code)).end(JSON.stringify(body));
  });
}

const start = {
  eventType: 'sessionStart',
  playerTime: { playhead: 0, ts: Date.now() },
  params: {
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'analytics.reportSuite': 'acme',
    'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
    'media.id': 'viewer',
    'media.length': 3_600,
    'media.contentType': 'vod',
    'media.playerName': 'viewer',
    'media.channel': 'viewers',
  },
};

/** Viewers who watch, and do no harm; what they were answered since the last time is asked for with `take`. */
async function startViewers(url) {
  let answers = [];
  let isOver = false;
  const places = await Promise.all(
    Array.from({ length: VIEWERS }, async () => (await post(url, '/api/v1/sessions', start)).headers.location),
  );
  async function watch(place, viewer) {
    await new Promise((resolve) => setTimeout(resolve, (viewer * PERIOD_MS) / VIEWERS));
    for (let second = 1; !isOver; second++) {
      const playerTime = { playhead: second, ts: Date.now() };
      const asked = performance.now();
      answers.push(await post(url, `${place}/events`, { eventType: 'ping', playerTime }));
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, PERIOD_MS - (performance.now() - asked))));
    }
  }
  const watching = Promise.all(places.map(watch));
  return {
    take() {
      const taken = answers;
      answers = [];
      return taken;
    },
    async end() {
      isOver = true;
      await watching;
    },
  };
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** Resident memory of a process in MiB; undefined where the system does not say. */
function memoryOf(pid) {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024);
  } catch {
    return undefined;
  }
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;

async function measure(name, collector, viewers) {
  const attacker = name && fork(new URL('attacker.mjs', import.meta.url));
  attacker?.send({ name, url: collector.url, token: collector.token });
  viewers.take();
  let most = 0;
  for (let tenth = 0; tenth < SECONDS * 10; tenth++) {
    await sleep(100);
    most = Math.max(most, memoryOf(collector.child.pid) ?? 0);
  }
  const answers = viewers.take();
  let counts = {};
  if (attacker) {
    attacker.send({});
    const answered = once(attacker, 'message').then(([message]) => message.counts);
    counts = await Promise.race([answered, sleep(10_000).then(() => ({ 'attacker stuck': 1 }))]);
    attacker.kill('SIGKILL');
    await sleep(500);
  }
  const took = answers.map((answer) => answer.took).sort((a, b) => a - b);
  const failures = answers.filter(({ status }) => status !== 204);
  const refused = failures.length;
  const kinds = new Set(failures.map(({ status, error }) => error ?? status));
  if (kinds.size) console.log('Viewers were answered', ...kinds);
  const isAlive = collector.child.exitCode === null && collector.child.signalCode === null;
  const [p50, p99] = [quantile(took, 0.5), quantile(took, 0.99)];
  const worst = took.at(-1);
  const fine = isAlive && answers.length > 0 && refused === 0 && p99 < GOAL_MS;
  console.log(fine ? 'ok ' : 'BAD', name ?? 'nothing', { p50, p99, worst, refused, events: answers.length, most, counts });
  return {
    name: name ?? 'nothing, for comparison',
    p50,
    p99,
    worst,
    refused,
    events: answers.length,
    most,
    counts,
    isAlive,
    fine,
  };
}

const [busy] = loadavg();
const collector = await startCollector();
const viewers = await startViewers(collector.url);
const only = process.argv[2];
const rows = [];
for (const name of [undefined, ...Object.keys(attacks)]) {
  if (name && only && !name.includes(only)) continue;
  rows.push(await measure(name, collector, viewers));
  if (!rows.at(-1).isAlive) break;
}
const isAlive = rows.at(-1).isAlive;
await viewers.end();
collector.child.kill();
agent.destroy();

const ms = (number) => (Number.isFinite(number) ? number.toFixed(number < 10 ? 1 : 0) : '–');
const shown = (counts) =>
  Object.entries(counts)
    .map(([what, number]) => `${number.toLocaleString('en')} × ${what}`)
    .join(', ') || '–';
const row = ({ name, p50, p99, worst, refused, events, most, counts }) =>
  `| ${name} | ${ms(p50)} | ${ms(p99)} | ${ms(worst)} | ${refused} of ${events} | ${most || '–'} | ${shown(counts)} |`;
const failed = rows.filter(({ fine }) => !fine);
const verdict = isAlive
  ? failed.length
    ? `**Not met**: ${failed.map(({ name }) => name).join('; ')}.`
    : 'Met: it went on to the end, refused no viewer, and the 99th percentile of the viewers stayed under 250 ms throughout.'
  : `**Not met**: it ended during "${rows.at(-1).name}".`;
const page = `# A hostile neighbourhood

What well-behaved viewers notice while somebody attacks the collector. One process of the command line with its defaults (\`--port 0\`, 1 GiB of heap, a log that nobody reads) goes through all attacks, one
after the other, ${SECONDS} s each. Meanwhile ${VIEWERS} viewers send an event every ${PERIOD_MS} ms, each in a session of its own; they share two processor cores with the collector and the attacker. Times are those from a viewer's call to its answer, in ms; *refused* are calls of viewers that
were not answered with 204; memory is the largest resident memory of the collector, in MiB; the last column is what the attacker was answered.

Goal: the process lives, no viewer is refused, and the 99th percentile stays under ${GOAL_MS} ms. ${verdict}

| attack | p50 | p99 | worst | refused | memory | attacker |
| --- | ---: | ---: | ---: | ---: | ---: | --- |
${rows.map(row).join('\n')}

${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0].model.trim()}, load average before ${busy.toFixed(1)}), Node ${process.version}. \`npm run hostile\`
`;
if (!only) writeFileSync(PAGE, page);
process.exit(failed.length ? 1 : 0);

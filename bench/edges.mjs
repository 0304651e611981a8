import { readFileSync } from 'node:fs';
import { startNats } from '../test/setup/nats.mjs';
import { load } from './collector.mjs';
import { count, median } from './document.mjs';

export const title = 'Edges over NATS under load';

const SECONDS = Number(process.env.SECONDS ?? 10);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
/** A million viewers, one event in ten seconds each. */
const EVENING = 100_000;
/** How busy a core may be on the evening. */
const SHARE = 0.6;

export const conditions = `The same load as on the collector above (50 connections for each server, ${SECONDS} s of pings, medians of ${ROUNDS} rounds), in one run with the echo and the collector with its
memory store. *Edge*: \`createCollector({ store: createJetStreamEdge(…) })\`, four shards; the 204 follows when one NATS server has stored the event in a file (R1), or two of three have (R3). *Two edges* are two processes,
each under its own 50 connections. Everything (edges, NATS, autocannon) shares the cores of one machine, so that the first column cannot grow with the edges; *by its core* is what one core takes when the
edges alone keep it busy, by the processor time of their processes, and likewise of the NATS servers together.

A million viewers send ${count(EVENING)} events a second, one each in 10 s. The goals divide that by what a core takes, at ${100 * SHARE} % of its time, of edges and of the three NATS servers together.`;

export const head = [
  '',
  'events/s',
  'events/s by a core of the edges',
  'of the echo',
  'events/s by a core of NATS',
  'p50, ms',
  'p99, ms',
];

/** The processor time of processes so far, in seconds; Linux alone gives that of others. */
function cpuOf(pids) {
  return pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return sum + (Number(fields[11]) + Number(fields[12])) / 100;
  }, 0);
}

/** Several edges at a time, over so many NATS servers. */
async function loadEdges(edges, nodes) {
  const nats = await startNats(nodes);
  try {
    // One server of each group is ready a moment after the others.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const pids = nats.nodes.map(({ pid }) => pid);
    const before = cpuOf(pids);
    const results = await Promise.all(Array.from({ length: edges }, () => load('edge', nats.url, String(nodes))));
    const cpu = cpuOf(pids) - before;
    const rate = results.reduce((sum, result) => sum + result.rate, 0);
    const worst = (what) => Math.max(...results.map((result) => result[what]));
    const perCore = results.reduce((sum, result) => sum + result.perCore, 0) / edges;
    const taken = results.reduce((sum, result) => sum + result.taken, 0);
    return { rate, perCore, perNatsCore: taken / cpu, p50: worst('p50'), p99: worst('p99') };
  } finally {
    await nats.stop();
  }
}

/** Measures edges beside the collector and the echo. */
export async function run() {
  const kinds = {
    'bare `node:http` echo': () => load('echo'),
    'collector, memory store': () => load('collector'),
    'one edge, R1': () => loadEdges(1, 1),
    'one edge, R3': () => loadEdges(1, 3),
    'two edges, R3': () => loadEdges(2, 3),
  };
  const taken = Object.fromEntries(Object.keys(kinds).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, measure] of Object.entries(kinds)) {
      taken[name].push(await measure());
      console.log(name, taken[name].at(-1));
    }
  const middle = (name, what) => median(taken[name].map((measured) => measured[what]));
  const [echo] = Object.keys(kinds);
  const row = (name) => [
    name,
    count(middle(name, 'rate')),
    count(middle(name, 'perCore')),
    name === echo ? '1' : (middle(name, 'perCore') / middle(echo, 'perCore')).toFixed(2),
    count(middle(name, 'perNatsCore')),
    middle(name, 'p50').toFixed(1),
    middle(name, 'p99').toFixed(1),
  ];
  const cores = (what) => Math.ceil(EVENING / (SHARE * middle('one edge, R3', what)));
  const goal = (what, got, most) => ({ what, got: String(got), goal: `at most ${most}`, met: got <= most });
  return {
    rows: Object.keys(kinds).map(row),
    goals: [
      goal('cores of edges for a million viewers', cores('perCore'), 24),
      goal('cores of three NATS servers together for a million viewers', cores('perNatsCore'), 48),
    ],
  };
}

import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCollector, createMemoryStore } from '@media-collection/collector';
import { serve } from '@media-collection/collector/serve';
import { createJetStreamEdge } from '@media-collection/collector/jetstream';
import { createSqliteStore } from '@media-collection/collector/sqlite';

/** What any server does at least: it takes the body, and answers. */
const echo = () =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.concat(chunks)));
    });
    server.listen(0, '127.0.0.1', () => resolve({ url: `http://127.0.0.1:${server.address().port}` }));
  });

const memory = () => createMemoryStore({ maxSessions: 1_000_000, maxBytes: Infinity });

function sqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  return createSqliteStore({ file: join(folder, 'sessions.db') });
}

/** The command line as it is started, in this process, so that its time can be measured. */
async function commandLine() {
  const url = new Promise((resolve) => {
    const write = process.stdout.write;
    process.stdout.write = (text) => {
      process.stdout.write = write;
      resolve(/http:\/\/[\w.:]+/.exec(text)[0]);
      return true;
    };
  });
  process.argv.splice(2, Infinity, '--port', '0', '--log', 'none');
  await import('../packages/collector/dist/cli.js');
  return { url: await url };
}

/** An edge that stores in NATS. */
async function edge() {
  const store = createJetStreamEdge({ servers: process.argv[3], shards: 4, replicas: Number(process.argv[4]) });
  await store.ready;
  return store;
}

const kind = process.argv[2];
const stores = { edge, sqlite };
const collector = createCollector({ store: await (stores[kind] ?? memory)() });

/** Opens so many sessions, and says to each what follows the first of these bodies. */
async function fill({ sessions, bodies: [first, ...rest] }) {
  const post = (path, body) =>
    collector.answer({
      method: 'POST',
      url: `http://localhost${path}`,
      headers: { get: (name) => (name === 'content-type' ? 'application/json' : null) },
      body: Buffer.from(body),
    });
  for (let session = 0; session < sessions; session++) {
    const { headers } = await post('/api/v1/sessions', first);
    for (const body of rest) {
      const { status } = await post(`${headers.Location}/events`, body);
      if (status !== 204) throw new Error(`An event was answered with ${status}.`);
    }
  }
}

const started = { echo, cli: commandLine };
const { url } = await (started[kind] ?? (() => serve(collector, { port: 0 })))();
// Whatever becomes of who started it.
process.on('disconnect', () => process.exit());
process.on('message', async (what) => {
  if (what !== 'state') await fill(what);
  globalThis.gc();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  process.send({ cpu: user + system, rss, heap: heapUsed });
});
process.send({ url });

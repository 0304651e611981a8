import { createServer } from 'node:http';
import { createCollector, createMemoryStore } from '@media-collection/collector';
import { serve } from '@media-collection/collector/serve';

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

const collector = createCollector({ store: createMemoryStore({ maxSessions: 1_000_000 }) });

/** Opens so many sessions, and says to each what follows the first of these bodies. */
async function fill({ sessions, bodies: [first, ...rest] }) {
  const post = (path, body) =>
    collector.answer({
      method: 'POST',
      url: `http://localhost${path}`,
      headers: { get: () => 'application/json' },
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

const { url } = process.argv[2] === 'echo' ? await echo() : await serve(collector, { port: 0 });
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

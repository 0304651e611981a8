import { createServer } from 'node:http';
import { createCollector, createMemoryStore } from '@media-collection/collector';
import { serve } from '@media-collection/collector/serve';
import { createFiles } from './files.mjs';
import { passOn } from './inspect.mjs';
import { createSlowMedia } from './media.mjs';

const host = '127.0.0.1';

/** Begins to listen on the wanted port, or says in a sentence that it cannot and takes a free one. */
async function onPort(port, what, listen) {
  try {
    return await listen(port);
  } catch (error) {
    const why = { EADDRINUSE: 'is taken', EACCES: 'is not allowed' }[error.code];
    if (!why) throw error;
    console.log(`Port ${port} ${why}, so ${what} uses a free one.`);
    return listen(0);
  }
}

const listening = (handler, port) =>
  new Promise((resolve, reject) => {
    const server = createServer(handler).once('error', reject);
    server.listen(port, host, () => resolve(server));
  });

/** Serves the demo page and a collector with its store in memory, both on the loopback address; port 0 takes any free one. */
export async function startDemo({ port = 8080, collectorPort = 8484 } = {}) {
  const store = createMemoryStore();
  const handler = createCollector({ store, inspect: true });
  const collector = await onPort(collectorPort, 'the collector', (free) => serve(handler, { port: free, host }));
  const files = createFiles(new URL(collector.url).origin);
  const media = createSlowMedia();

  const answer = async (request, response) => {
    const { method, url } = request;
    // Some targets, such as `//`, are no address at all.
    const path = URL.canParse(url, 'http://demo') ? new URL(url, 'http://demo').pathname : '';
    if (path.startsWith('/inspect/')) return passOn(request, response, collector.url);
    if (method === 'POST' && media.order(path, response)) return;
    if (method === 'GET' && path.startsWith('/media/')) return media.handle(request, response);
    if (method === 'GET' && (await files(path, response))) return;
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found.');
  };
  const server = await onPort(port, 'the demo', (free) => listening(answer, free));

  return {
    url: `http://${host}:${server.address().port}/`,
    collectorUrl: collector.url,
    /** What the collector has accepted. */
    store,
    async close() {
      media.close();
      server.closeAllConnections();
      await Promise.all([new Promise((closed) => server.close(closed)), collector.close()]);
    },
  };
}

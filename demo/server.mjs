import { createServer } from 'node:http';
import { createCollector, createMemoryStore } from '@media-collection/collector';
import { serve } from '@media-collection/collector/serve';
import { addressesOf, isLocal, localNames, nameCheck } from './addresses.mjs';
import { createFiles } from './files.mjs';
import { passOn } from './inspect.mjs';
import { createSlowMedia } from './media.mjs';
import { createOutage } from './outage.mjs';
import { createSelfTest } from './selftest.mjs';

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

const listening = (handler, port, host) =>
  new Promise((resolve, reject) => {
    const answer = (request, response) =>
      handler(request, response).catch((error) => {
        console.error(error);
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { 'Content-Type': 'text/plain' }).end(String(error));
      });
    const server = createServer(answer).once('error', reject);
    server.listen(port, host, () => resolve(server));
  });

/**
 * Serves the demo page and a collector with its store in memory; port 0 takes any free one. Both listen on the loopback address unless
 * another `host` is given, such as `0.0.0.0` for every device of the network.
 */
export async function startDemo({ port = 8080, collectorPort = 8484, host = '127.0.0.1' } = {}) {
  const store = createMemoryStore();
  const outage = createOutage(createCollector({ store, inspect: true }));
  const allowHosts = isLocal(host) ? [] : localNames();
  const collector = await onPort(collectorPort, 'the collector', (free) =>
    serve(outage.handler, { port: free, host, allowHosts }),
  );
  const files = createFiles();
  const media = createSlowMedia();
  const selfTest = createSelfTest(store);
  const isOurs = nameCheck(host);
  /** The collector's address as the device knows it that opened the page. */
  const collectorFor = (name) => {
    if (isLocal(host)) return new URL(collector.url).origin;
    return `http://${name.replace(/:\d+$/, '')}:${new URL(collector.url).port}`;
  };

  const answer = async (request, response) => {
    const { method, url } = request;
    // Some targets, such as `//`, are no address at all.
    const target = URL.canParse(url, 'http://demo') ? new URL(url, 'http://demo') : { pathname: '', search: '' };
    const { pathname: path } = target;
    const { host: name = '' } = request.headers;
    if (!isOurs(name))
      return response.writeHead(403, { 'Content-Type': 'text/plain' }).end('The demo does not answer to that name.');
    const collectorUrl = collectorFor(name);
    if (path.startsWith('/inspect/')) return passOn(request, response, collector.url);
    if (method === 'POST' && media.order(path, response)) return;
    if (method === 'POST' && path === '/collector/down') {
      outage.begin();
      return response.writeHead(204).end();
    }
    if (method === 'GET' && path.startsWith('/media/')) return media.handle(request, response);
    if (await selfTest.handle(target, request, response, collectorUrl)) return;
    if (method === 'GET' && (await files(target, response, collectorUrl))) return;
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found.');
  };
  const server = await onPort(port, 'the demo', (free) => listening(answer, free, host));

  const urls = addressesOf(host).map((address) => `http://${address}:${server.address().port}/`);
  return {
    url: urls[0],
    /** Every address under which it can be reached. */
    urls,
    collectorUrl: collector.url,
    /** What the collector has accepted. */
    store,
    async close() {
      media.close();
      selfTest.close();
      server.closeAllConnections();
      await Promise.all([new Promise((closed) => server.close(closed)), collector.close()]);
    },
  };
}

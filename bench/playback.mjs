import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { connect, createServer } from 'node:net';
import { createCollector } from '@media-collection/collector';
import { serve } from '@media-collection/collector/serve';
import { root } from '../test/setup/node.mjs';
import { contenders } from './contenders.mjs';
import { count } from './document.mjs';
import { openBench, rest } from './page.mjs';

export const title = 'A minute of plain playback';

const SECONDS = 60;
const folder = `${root}test/fixtures/media/adaptive/`;

export const conditions = `Headless Chromium, four pages side by side, one for each: a real film of ${SECONDS} s is played from its start to its end without a touch, then
everybody is told to let go. Counted on the socket of a service that takes everything: ours is the collector, which sends the headers of the
real one; the others get a 200. *Preflights* are the requests that browsers send before JSON goes to another origin; they are among the requests.
Bytes are those of HTTP/1.1, headers and all; HTTP/2 squeezes the headers.`;

export const head = ['', 'requests', 'preflights', 'bytes up', 'bytes down', 'bodies up'];

const listening = async (server) => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server.address().port;
};

/** Counts what goes through to a server. */
async function createMeter(target) {
  const counted = { up: 0, down: 0 };
  const server = createServer((socket) => {
    const through = connect(Number(new URL(target).port), '127.0.0.1');
    socket.on('data', (chunk) => (counted.up += chunk.length));
    through.on('data', (chunk) => (counted.down += chunk.length));
    for (const end of [socket, through]) end.on('error', () => {});
    socket.pipe(through).pipe(socket);
  });
  const port = await listening(server);
  return { url: `http://127.0.0.1:${port}`, counted, close: () => server.close() };
}

/** What a service must answer for a browser to go on. */
const taken = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Content-Type',
  'Access-Control-Allow-Methods': 'OPTIONS,POST',
};

/** A service, and the calls that it answered. */
async function openService(id) {
  const calls = [];
  const hear = (method, bytes) => calls.push({ method, bytes });
  const server = createHttp(async (request, response) => {
    let bytes = 0;
    for await (const chunk of request) bytes += chunk.length;
    hear(request.method, bytes);
    // With cookies a star is not enough.
    const { origin = '*' } = request.headers;
    response.writeHead(200, { ...taken, 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' });
    response.end();
  });
  const onCall = ({ method, event }) => hear(method, event ? Buffer.byteLength(JSON.stringify(event)) : 0);
  const own = id === 'ours' ? await serve(createCollector({ onCall }), { port: 0 }) : undefined;
  const meter = await createMeter(own?.url ?? `http://127.0.0.1:${await listening(server)}`);
  return {
    ...meter,
    calls,
    async close() {
      meter.close();
      server.close();
      server.closeAllConnections();
      await own?.close();
    },
  };
}

/** The film in one file: the segments of one rendition, one behind the other, are one. */
const film = () => {
  const list = readFileSync(`${folder}media_1.m3u8`, 'utf8');
  const init = /EXT-X-MAP:URI="([^"]+)"/.exec(list)[1];
  const segments = list.split('\n').filter((line) => line && !line.startsWith('#'));
  return Buffer.concat([init, ...segments].map((name) => readFileSync(folder + name)));
};

async function measure(bench, { id, name }) {
  const service = await openService(id);
  const { page, close } = await bench.open({ stubbed: false });
  await page.evaluate(
    async ([script, url]) => {
      const video = document.querySelector('video');
      window.detach = (await import(script)).attach(video, url);
      video.src = '/film.mp4';
      await video.play();
    },
    [`/${id}.js`, service.url],
  );
  await page.waitForFunction(() => document.querySelector('video').ended, undefined, { timeout: 2_000 * SECONDS });
  const seconds = await page.evaluate(() => document.querySelector('video').duration);
  // What is gathered is sent after ten seconds.
  await rest(page, 12_000);
  await page.evaluate(() => window.detach());
  await rest(page, 2_000);
  await close();
  const { calls, counted } = service;
  await service.close();
  const preflights = calls.filter(({ method }) => method === 'OPTIONS').length;
  const bodies = calls.reduce((all, { bytes }) => all + bytes, 0);
  console.log(name, seconds, calls.length, preflights, counted);
  return { name, requests: calls.length, preflights, ...counted, bodies };
}

/** Measures what a viewing costs its network. */
export async function run() {
  const bench = await openBench({ files: { '/film.mp4': film() } });
  const results = await Promise.all(contenders.map((each) => measure(bench, each)));
  await bench.close();
  return {
    browser: bench.version,
    rows: results.map(({ name, requests, preflights, up, down, bodies }) => [
      name,
      ...[requests, preflights, up, down, bodies].map(count),
    ]),
    goals: [],
  };
}

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createDerived } from './derived.mjs';
import { createFaultCounter } from './faults.mjs';

const FIXTURES = fileURLToPath(new URL('../fixtures/media', import.meta.url));
const CHUNK = 16_384;
const TYPES = {
  '.mp4': 'video/mp4',
  '.m4a': 'audio/mp4',
  '.webm': 'video/webm',
  '.m4s': 'video/iso.segment',
  '.mpd': 'application/dash+xml',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.vtt': 'text/vtt; charset=utf-8',
};
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'range',
  'access-control-expose-headers': 'accept-ranges, content-length, content-range',
};

/** The first and last byte that a request asks for, or undefined when the file has none of them. */
function span(range, size) {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (!from && !to) return { start: 0, end: size - 1, partial: false };
  const start = from ? Number(from) : Math.max(0, size - Number(to));
  const end = from && to ? Math.min(Number(to), size - 1) : size - 1;
  return start <= end ? { start, end, partial: true } : undefined;
}

/** Sends the bytes as the faults of the moment allow. */
async function pour(response, bytes, start, url, faults, cutAt) {
  const closed = new Promise((resolve) => response.once('close', resolve));
  let position = start;
  while (position < bytes.length && !response.destroyed) {
    if (position >= cutAt) return void response.destroy();
    const { hold, limit, bytesPerSecond } = faults.at(url, position);
    if (hold) {
      await Promise.race([hold, closed]);
      continue;
    }
    const next = Math.min(position + Math.min(CHUNK, Math.ceil(bytesPerSecond / 10)), limit, cutAt, bytes.length);
    // Flushed before the next step, so that a cut comes after the bytes before it.
    await new Promise((flushed) => response.write(bytes.subarray(position, next), flushed));
    if (bytesPerSecond !== Infinity) await wait(((next - position) / bytesPerSecond) * 1_000);
    position = next;
  }
  response.end();
}

async function answer(request, response, name, load, faults) {
  const { status, delayMs, cutAt, corruptAt } = faults.strike(request.url);
  if (delayMs) await wait(delayMs);
  if (cutAt === 0) return void response.destroy();
  const bytes = status ? undefined : await load().catch(() => undefined);
  if (!bytes) return void response.writeHead(status ?? 404).end();
  if (corruptAt < bytes.length) bytes.fill(0xff, corruptAt);
  const asked = span(request.headers.range, bytes.length);
  if (!asked) return void response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
  const { start, end, partial } = asked;
  response.writeHead(partial ? 206 : 200, {
    'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
    'content-length': end - start + 1,
    'accept-ranges': 'bytes',
    ...(partial ? { 'content-range': `bytes ${start}-${end}/${bytes.length}` } : {}),
  });
  if (request.method === 'HEAD') return void response.end();
  await pour(response, bytes.subarray(0, end + 1), start, request.url, faults, cutAt);
}

/** @type {typeof import('./server.mjs').createMedia} */
export function createMedia({ root = FIXTURES, base = '/', cors = true, now = Date.now } = {}) {
  const folder = resolve(root);
  const derive = createDerived(folder, now);
  const faults = createFaultCounter();
  return {
    handle(request, response) {
      const [pathname, query = ''] = request.url.split('?');
      if (!pathname.startsWith(base)) return false;
      response.setHeader('cache-control', 'no-store');
      if (cors) for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
      const name = pathname.slice(base.length);
      const file = join(folder, name);
      const load = async () => (await derive(name, query, `http://${request.headers.host}${base}`)) ?? readFile(file);
      if (request.method === 'OPTIONS') response.writeHead(204).end();
      else if (!file.startsWith(folder + sep)) response.writeHead(404).end();
      else void answer(request, response, name, load, faults);
      return true;
    },
    fault: faults.add,
    clearFaults: faults.clear,
  };
}

/** @type {typeof import('./server.mjs').startMediaServer} */
export async function startMediaServer({ port = 0, ...options } = {}) {
  const media = createMedia(options);
  const server = createServer(media.handle).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...media,
    url: `http://127.0.0.1:${server.address().port}`,
    async close() {
      media.clearFaults();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

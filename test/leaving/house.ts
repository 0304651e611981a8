import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createCollector, type Call } from '@media-collection/collector';
import { serve } from '@media-collection/collector/serve';
import { startMediaServer } from '../media/server.mjs';
import { MARK } from './closing';
import { visit } from './page';

/** The collector is so far away, there and back. */
export const AWAY_MS = 40;
const built = fileURLToPath(new URL('../../packages/html5/dist/html5.min.js', import.meta.url));

/** A page to be left, a media server, and a collector that is a little away; each on an origin of its own. */
export interface House {
  /** The page of a closing; `cached`: the answer to a preflight may be kept. */
  urlOf(closing: { readonly number: number; readonly cached: boolean }): string;
  /** Another page of the same site, without a player. */
  readonly elsewhere: string;
  /** What the collector answered in the session of a closing, in the order of arrival. */
  callsOf(number: number): readonly Call[];
  close(): Promise<void>;
}

export async function openHouse(): Promise<House> {
  const calls = new Map<string, Call[]>();
  const contentOf = new Map<string, string>();
  const collect = createCollector({
    onCall: (call) => {
      const { method, event, path, sessionId } = call;
      if (method === 'POST' && path.endsWith('/sessions') && sessionId)
        contentOf.set(sessionId, (event as { params: { 'media.id': string } }).params['media.id']);
      const content = contentOf.get(sessionId ?? /sessions\/([^/]+)/.exec(path)?.[1] ?? '');
      if (content) calls.set(content, [...(calls.get(content) ?? []), call]);
    },
  });
  const [media, collector] = await Promise.all([
    startMediaServer(),
    serve(
      async (request) => {
        const isKept = new URL(request.url).pathname.startsWith('/cached');
        await pause(AWAY_MS / 2);
        const { status, headers, body } = await collect(request);
        await pause(AWAY_MS / 2);
        return new Response(body, {
          status,
          headers: { ...Object.fromEntries(headers), 'Access-Control-Max-Age': isKept ? '600' : '-1' },
        });
      },
      { port: 0 },
    ),
  ]);
  // What is built may be built anew while this goes on.
  const script = readFileSync(built, 'utf8');
  const at = { mark: MARK, media: media.url, endpoint: collector.url };
  const head = '<!doctype html><meta charset="utf-8"><title>Leaving</title><link rel="icon" href="data:,">';
  const page = `<script>(${visit.toString()})(${JSON.stringify(at)})</script>`;
  const player = `<video muted playsinline></video><script>${script}</script>`;
  const site = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(head + (request.url === '/elsewhere' ? '' : player) + page);
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  return {
    urlOf: ({ number, cached }) => `${url}/?closing=${number}&${cached ? 'cached' : 'asked'}`,
    elsewhere: `${url}/elsewhere`,
    callsOf: (number) => calls.get(`closing-${number}`) ?? [],
    async close() {
      site.closeAllConnections();
      site.close();
      await Promise.all([media.close(), collector.close()]);
    },
  };
}

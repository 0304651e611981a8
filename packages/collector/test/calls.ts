import { createCollector, createMemoryStore, type Call, type CollectorOptions } from '../src/index';

/** Any JSON object; tests also make wrong ones. */
export type Json = Record<string, unknown>;

/** What every valid `sessionStart` must say. */
export const startParams: Json = {
  'analytics.trackingServer': 'acme.sc.omtrdc.net',
  'analytics.reportSuite': 'acme',
  'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
  'media.id': 'ep-1',
  'media.length': 60,
  'media.contentType': 'vod',
  'media.playerName': 'html5',
  'media.channel': 'site',
};

/** An event without params; `parts` join or replace its members. */
export const event = (eventType: string, parts: Json = {}): Json => ({
  playerTime: { playhead: 0, ts: 1_000 },
  eventType,
  ...parts,
});

/** A valid `sessionStart`, with params that join or replace its own. */
export const start = (params: Json = {}): Json => event('sessionStart', { params: { ...startParams, ...params } });

/** Events that cannot do without params, with the least of them. */
export const withParams: readonly Json[] = [
  event('adBreakStart', { params: { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 } }),
  event('adStart', {
    params: { 'media.ad.id': 'a', 'media.ad.length': 15, 'media.ad.podPosition': 1, 'media.ad.playerName': 'html5' },
    customMetadata: { slot: 'first' },
  }),
  event('chapterStart', {
    params: { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 30 },
    customMetadata: { mood: 'calm' },
  }),
  event('stateStart', { params: { 'media.state.name': 'mute' } }),
  event('stateEnd', { params: { 'media.state.name': 'mute' } }),
];

/** Events that need nothing but their time. */
export const bare: readonly Json[] = [
  ...['play', 'ping', 'pauseStart', 'bufferStart', 'bitrateChange', 'error', 'adComplete', 'adSkip', 'adBreakComplete'],
  ...['chapterComplete', 'chapterSkip', 'sessionComplete', 'sessionEnd'],
].map((eventType) => event(eventType));

/** A request with a JSON body, as clients send it. */
export const post = (path: string, body: unknown, headers: Record<string, string> = {}): Request =>
  new Request(`http://collector.test${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
  });

/** A collector whose clock, ids and store the test holds. */
export function createBench(options: CollectorOptions = {}) {
  let time = 0;
  let last = 0;
  const calls: Call[] = [];
  const store = createMemoryStore();
  const handle = createCollector({
    store,
    now: () => time,
    newId: () => `s${++last}`,
    onCall: (call) => calls.push(call),
    ...options,
  });
  return {
    store,
    calls,
    handle,
    /** Lets virtual time pass, in ms. */
    pass: (ms: number) => void (time += ms),
    open: (body: unknown = start()) => handle(post('/api/v1/sessions', body)),
    send: (id: string, body: unknown) => handle(post(`/api/v1/sessions/${id}/events`, body)),
  };
}

/** The sentence of a refusal. */
export const messageOf = async (response: Response): Promise<string> => ((await response.json()) as { message: string }).message;

import { expect, test, vi } from 'vitest';
import { createCollector, createForwarder, createMemoryStore, replay, type Fetch, type MediaEvent } from '../src/index';
import { isTarget, targetOf } from '../src/forward/target';
import { probe } from '../src/cli/probe';
import { createBench, event, start, type Json } from './calls';

const URL_THERE = 'http://there.test/ee?configId=stream-1';
const at = (eventType: string, ts: number, parts: Json = {}) =>
  event(eventType, { playerTime: { playhead: Math.floor(ts / 1_000), ts }, ...parts });

/** A collector that forwards what it gets over one wire to another collector over the Media Edge API. */
function createPair(url = URL_THERE) {
  let time = 0;
  const there = createMemoryStore();
  const target = createCollector({ store: there, now: () => time });
  const asked: string[] = [];
  const bodies: string[] = [];
  const network: { answer: Fetch } = { answer: (address, init) => target(new Request(address, init)) };
  const fetch: Fetch = (address, init) => {
    asked.push(new URL(address).pathname + new URL(address).search);
    bodies.push(String(init.body));
    return network.answer(address, init);
  };
  const troubles: string[] = [];
  const store = createMemoryStore();
  const forward = createForwarder({ store, url, fetch, backoffMs: [1, 4], onTrouble: (message) => troubles.push(message) });
  const bench = createBench({ store, forward, now: () => 0 });
  const settled = () => vi.waitFor(() => expect(forward.status().waiting).toBe(0), { interval: 2, timeout: 5_000 });
  const types = async () => (await there.list()).map(({ events }) => events.map(({ eventType }) => eventType));
  return {
    bench,
    store,
    there,
    forward,
    fetch,
    network,
    target,
    asked,
    bodies,
    troubles,
    settled,
    types,
    pass: (ms: number) => void (time += ms),
  };
}

test('a session arrives over the Media Edge API as the same session', async () => {
  const { bench, settled, there, store, asked, bodies, troubles } = createPair();
  await bench.open(start({ 'media.name': 'Pilot', 'visitor.marketingCloudUserId': '1'.repeat(38) }));
  const ad = {
    params: { 'media.ad.id': 'spot', 'media.ad.length': 15, 'media.ad.podPosition': 1, 'media.ad.playerName': 'ima' },
  };
  const sent = [
    at('play', 2_000),
    at('adBreakStart', 3_000, { params: { 'media.ad.podFriendlyName': 'pre', 'media.ad.podIndex': 0, 'media.ad.podSecond': 0 } }),
    at('adStart', 3_000, { ...ad, customMetadata: { campaign: 'spring' } }),
    at('stateStart', 4_000, { params: { 'media.state.name': 'mute' } }),
    at('adComplete', 18_000),
    at('adBreakComplete', 18_000),
    at('ping', 20_000),
    at('sessionEnd', 21_000),
  ];
  for (const one of sent) expect((await bench.send('s1', one)).status).toBe(204);
  await settled();
  const [arrived] = await there.list();
  const own = (await store.list())[0]!.events;
  expect(arrived!.events.map(({ eventType, playerTime }) => [eventType, playerTime])).toEqual(
    own.map(({ eventType, playerTime }) => [eventType, playerTime]),
  );
  expect(arrived!.events[3]).toMatchObject({ params: ad.params, customMetadata: { campaign: 'spring' } });
  expect(arrived!.events[0]!.params).toMatchObject({
    'media.name': 'Pilot',
    'visitor.marketingCloudUserId': '1'.repeat(38),
    'analytics.reportSuite': 'datastream stream-1',
  });
  expect(asked[0]).toBe('/ee/va/v1/sessionStart?configId=stream-1');
  expect(asked[4]).toBe('/ee/va/v1/statesUpdate?configId=stream-1');
  expect(bodies.join()).not.toContain('sessionID":""');
  expect(troubles).toEqual([]);
});

test('a datastream that opens no session refuses it as a whole, with what to set up', async () => {
  const { bench, network, settled, forward, asked } = createPair();
  network.answer = () => Promise.resolve(Response.json({ requestId: 'r', handle: [] }));
  await bench.open();
  await bench.send('s1', at('play', 2_000));
  await settled();
  expect(asked).toHaveLength(1);
  expect(forward.status().dead[0]).toMatchObject({ status: 200, message: expect.stringContaining('Media Analytics') });
});

test.each([429, 502, 503, 504])('%d is tried again, as Retry-After says', async (status) => {
  const { bench, network, target, settled, types, troubles } = createPair();
  let failures = 0;
  network.answer = (address, init) =>
    failures++ < 2
      ? Promise.resolve(new Response('', { status, headers: { 'Retry-After': '0' } }))
      : target(new Request(address, init));
  await bench.open();
  await bench.send('s1', at('play', 2_000));
  await settled();
  expect(await types()).toEqual([['sessionStart', 'play']]);
  expect(troubles[0]).toContain(`answered ${status}`);
});

test('an opening whose answer breaks off is tried again', async () => {
  const { bench, network, target, settled, types, forward } = createPair();
  let failures = 0;
  const broken = (): ReadableStream => new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
  network.answer = (address, init) =>
    failures++ < 1 ? Promise.resolve(new Response(broken())) : target(new Request(address, init));
  await bench.open();
  await bench.send('s1', at('play', 2_000));
  await settled();
  expect(await types()).toEqual([['sessionStart', 'play']]);
  expect(forward.status().refused).toBe(0);
});

test('500 is final for its event alone', async () => {
  const { bench, network, target, settled, types, forward } = createPair();
  network.answer = (address, init) =>
    address.includes('/ping') ? Promise.resolve(new Response('', { status: 500 })) : target(new Request(address, init));
  await bench.open();
  for (const sent of [at('play', 2_000), at('ping', 3_000), at('sessionEnd', 4_000)]) await bench.send('s1', sent);
  await settled();
  expect(await types()).toEqual([['sessionStart', 'play', 'sessionEnd']]);
  expect(forward.status()).toMatchObject({ refused: 1, dead: [{ status: 500, event: { eventType: 'ping' } }] });
});

test('a session that is gone there is opened anew where it stands', async () => {
  const { bench, settled, pass, types } = createPair();
  await bench.open();
  await bench.send('s1', at('play', 2_000));
  await settled();
  pass(11 * 60_000);
  await bench.send('s1', at('pauseStart', 3_000));
  await settled();
  expect(await types()).toEqual(expect.arrayContaining([['sessionStart', 'play', 'pauseStart']]));
});

test('a key that has no place there is named once, and what the datastream knows is not named', async () => {
  const { fetch } = createPair();
  const named: string[] = [];
  const target = targetOf(URL_THERE, fetch, (key) => named.push(key));
  for (let n = 0; n < 2; n++) await target.open(start({ 'media.noSuchKey': 'x' }) as unknown as MediaEvent);
  expect(named).toEqual(['media.noSuchKey']);
});

test('a session is sent again over the Media Edge API, whole where its content was downloaded', async () => {
  const { fetch, types, there } = createPair();
  const events = [start(), at('play', 2_000), at('sessionComplete', 9_000)] as unknown as MediaEvent[];
  expect(await replay(events, { url: URL_THERE, fetch, endsAt: 50_000 })).toMatchObject({ sent: 3, problems: [] });
  expect((await there.list())[0]!.events.at(-1)!.playerTime.ts).toBe(50_000);
  const whole = [start({ 'media.downloaded': true }), ...events.slice(1)] as unknown as MediaEvent[];
  expect(await replay(whole, { url: URL_THERE, fetch })).toEqual({ sent: 3, problems: [] });
  expect(await types()).toEqual([
    ['sessionStart', 'play', 'sessionComplete'],
    ['sessionStart', 'play', 'sessionComplete'],
  ]);
});

test.each([
  ['https://edge.adobedc.net?configId=d', 'https://edge.adobedc.net/ee/va/v1/sessionStart?configId=d'],
  ['https://edge.adobedc.net/ee/?configId=d', 'https://edge.adobedc.net/ee/va/v1/sessionStart?configId=d'],
  ['https://data.site.example/own/va/v1?configId=d%20e', 'https://data.site.example/own/va/v1/sessionStart?configId=d%20e'],
  ['https://edge.adobedc.net/ee/va/v1/sessionStart?configId=d', 'https://edge.adobedc.net/ee/va/v1/sessionStart?configId=d'],
  ['https://acme.hb-api.omtrdc.net/', 'https://acme.hb-api.omtrdc.net/api/v1/sessions'],
])('%s is the address %s', (url, address) => {
  expect(isTarget(url)).toBe(true);
  expect(targetOf(url, fetch).probe.address).toBe(address);
});

test.each([
  '',
  'edge.adobedc.net',
  'ftp://a.test/',
  'https://a.test/?configId=',
  'https://a.test/?a=1',
  'https://a.test/?configId=d&a=1',
  'https://a.test/#x',
])('%j is no address to forward to', (url) => expect(isTarget(url)).toBe(false));

test('an endpoint is asked before anything is forwarded', async () => {
  const { fetch, network } = createPair();
  expect(await probe(URL_THERE, fetch)).toBeUndefined();
  network.answer = () => Promise.resolve(new Response('hello'));
  expect(await probe(URL_THERE, fetch)).toContain('answered 200 to an event that is none');
  const unknown = { type: 'https://ns.adobe.com/aep/errors/EXEG-0003-400', status: 400, title: 'Invalid datastream ID' };
  network.answer = () => Promise.resolve(Response.json(unknown, { status: 400 }));
  expect(await probe(URL_THERE, fetch)).toContain('it has no datastream stream-1');
});

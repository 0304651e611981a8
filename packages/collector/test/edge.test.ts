import { createTracker, type MediaEvent } from '@media-collection/core';
import { edge } from '@media-collection/core/edge';
import { createManualClock } from '@media-collection/core/testing';
import { lint, report } from '@media-collection/report';
import { expect, test } from 'vitest';
import { createCollector, createMemoryStore, type Call } from '../src/index';

const ID = 'configId=d';
const xdm = (type: string, mediaCollection: object = {}, more: object = {}): object => ({
  events: [
    {
      xdm: {
        eventType: `media.${type}`,
        timestamp: '2026-11-28T20:00:00.000Z',
        mediaCollection: { playhead: 0, ...mediaCollection },
      },
    },
  ],
  ...more,
});
const sessionDetails = { name: 'ep-1', length: 60, contentType: 'vod', playerName: 'html5', channel: 'site' };

function createBench() {
  const calls: Call[] = [];
  const store = createMemoryStore();
  const clock = createManualClock(1_760_000_000_000);
  const handle = createCollector({ store, now: () => clock.now(), onCall: (call) => void calls.push(call) });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    handle(
      new Request(`http://localhost${path}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'Content-Type': 'text/plain; charset=UTF-8', ...headers },
      }),
    );
  const open = async (body: object = xdm('sessionStart', { sessionDetails })): Promise<{ id: string; reply: Reply }> => {
    const reply = (await (await post(`/ee/va/v1/sessionStart?${ID}`, body)).json()) as Reply;
    return { id: payloadOf(reply, 'media-analytics:new-session')[0]!['sessionId'] as string, reply };
  };
  return { calls, store, clock, handle, post, open };
}
interface Reply {
  handle: { type: string; payload: Record<string, unknown>[] }[];
  errors?: { report: { details: { name: string; reason: string }[] } }[];
}
const payloadOf = ({ handle }: Reply, type: string): Record<string, unknown>[] =>
  handle.find((one) => one.type === type)?.payload ?? [];

test('a sessionStart opens a session of 64 characters, and names place and visitor', async () => {
  const { open, store } = createBench();
  const { id, reply } = await open(xdm('sessionStart', { sessionDetails }, { query: { identity: { fetch: ['ECID'] } } }));
  expect(id).toMatch(/^[\da-f]{64}$/);
  expect(payloadOf(reply, 'locationHint:result')[0]).toMatchObject({ scope: 'EdgeNetwork', hint: 'or2' });
  const [{ id: ecid } = {}] = payloadOf(reply, 'identity:result');
  expect(ecid).toMatch(/^\d{38}$/);
  expect(payloadOf(reply, 'state:store').map(({ key }) => String(key).split('_').at(-1))).toEqual(['identity', 'cluster']);
  const [start] = (await store.get(id))!.events;
  expect(start).toMatchObject({
    eventType: 'sessionStart',
    params: { 'media.id': 'ep-1', 'visitor.marketingCloudUserId': ecid },
  });
});

test('a visitor whose cookie comes back is the same one', async () => {
  const { open, store } = createBench();
  const { id, reply } = await open();
  const entries = payloadOf(reply, 'state:store').map(({ key, value }) => ({ key, value }));
  const second = await open(xdm('sessionStart', { sessionDetails }, { meta: { state: { entries } } }));
  const ecids = await Promise.all(
    [id, second.id].map(async (one) => (await store.get(one))!.events[0]!.params!['visitor.marketingCloudUserId']),
  );
  expect(ecids[0]).toBe(ecids[1]);
  expect(payloadOf(second.reply, 'state:store').map(({ key }) => String(key).split('_').at(-1))).toEqual(['cluster']);
});

test.each(['/ee/va/v1', '/ee/or2/va/v1', '/ee-pre-prd/irl1/va/v1'])(
  'events come to %s, are answered 204, and join the session',
  async (path) => {
    const { open, post, store } = createBench();
    const { id } = await open();
    const states = { statesStart: [{ name: 'mute' }], statesEnd: [{ name: 'fullscreen' }] };
    for (const [type, members] of [
      ['play', {}],
      ['statesUpdate', states],
      ['error', { errorDetails: { name: 'e', source: 'player' } }],
    ] as const) {
      const response = await post(`${path}/${type}?${ID}`, xdm(type, { sessionID: id, ...members }));
      expect([response.status, await response.text()]).toEqual([204, '']);
    }
    expect((await store.get(id))!.events.map(({ eventType }) => eventType)).toEqual([
      'sessionStart',
      'play',
      'stateEnd',
      'stateStart',
      'error',
    ]);
  },
);

test('an invalid sessionStart is 207 with the fields, and opens nothing', async () => {
  const { post, store, calls } = createBench();
  const response = await post(
    `/ee/va/v1/sessionStart?${ID}`,
    xdm('sessionStart', { sessionDetails: { ...sessionDetails, name: undefined } }),
  );
  const reply = (await response.json()) as Reply;
  expect([response.status, payloadOf(reply, 'media-analytics:new-session')]).toEqual([207, []]);
  expect(reply.errors![0]!.report.details).toEqual([
    { name: '$.events[0].xdm.mediaCollection.sessionDetails.name', reason: 'Missing required field' },
  ]);
  expect([await store.list(), calls[0]!.message]).toEqual([[], expect.stringContaining('sessionDetails.name')]);
});

test.each<[string, number, string, string, object]>([
  ['a playhead that is no whole number', 400, 'play', `?${ID}`, { playhead: 1.5 }],
  ['a member of another type', 400, 'play', `?${ID}`, { chapterDetails: {} }],
  ['a path of another type', 400, 'ping', `?${ID}`, {}],
  ['no datastream', 400, 'play', '', {}],
  ['an empty statesUpdate', 400, 'statesUpdate', `?${ID}`, {}],
  ['no type of the API', 404, 'seek', `?${ID}`, {}],
  ['a session of nobody', 404, 'play', `?${ID}`, { sessionID: 'x'.repeat(64) }],
])('%s is %i, as problem+json', async (_, status, type, query, members) => {
  const { open, post, calls } = createBench();
  const { id } = await open();
  const eventType = type === 'ping' ? 'play' : type;
  const response = await post(`/ee/va/v1/${type}${query}`, xdm(eventType, { sessionID: id, ...members }));
  expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  expect(await response.json()).toMatchObject({ status, title: expect.any(String), report: {} });
  expect(calls.at(-1)).toMatchObject({ status, message: expect.any(String) });
});

test('a session that ended, or expired, is 404 for what follows; its end may come twice', async () => {
  const { open, post, clock } = createBench();
  const [ended, expired] = [await open(), await open()];
  const send = async (type: string, { id }: { id: string }): Promise<number> =>
    (await post(`/ee/va/v1/${type}?${ID}`, xdm(type, { sessionID: id }))).status;
  expect([await send('sessionEnd', ended), await send('sessionEnd', ended), await send('play', ended)]).toEqual([204, 204, 404]);
  clock.advance(11 * 60_000);
  expect(await send('play', expired)).toBe(404);
});

test.each(['application/json', 'text/plain', 'text/javascript'])('a body may be %s', async (type) => {
  const { post } = createBench();
  const response = await post(`/ee/va/v1/sessionStart?${ID}`, xdm('sessionStart', { sessionDetails }), { 'Content-Type': type });
  expect(response.status).toBe(200);
});

test('what is no JSON, or of another type, is refused in the form of the Edge Network', async () => {
  const { post } = createBench();
  const form = await post(`/ee/va/v1/play?${ID}`, '{}', { 'Content-Type': 'application/x-www-form-urlencoded' });
  const broken = await post(`/ee/va/v1/play?${ID}`, '{');
  expect([form.status, broken.status]).toEqual([415, 400]);
  expect([form, broken].map(({ headers }) => headers.get('content-type'))).toEqual([
    'application/problem+json',
    'application/problem+json',
  ]);
});

test('a page that sends its cookies is answered by name', async () => {
  const { post } = createBench();
  const response = await post(`/ee/va/v1/sessionStart?${ID}`, xdm('sessionStart', { sessionDetails }), {
    Origin: 'https://acme.test',
  });
  expect([response.headers.get('access-control-allow-origin'), response.headers.get('access-control-allow-credentials')]).toEqual(
    ['https://acme.test', 'true'],
  );
});

test('downloaded content comes as a whole', async () => {
  const { post, store } = createBench();
  const at = (type: string, mediaCollection: object): object => ({
    mediaEventTimestamp: '2026-11-28T20:00:00.000Z',
    mediaEventType: `media.${type}`,
    mediaCollection: { playhead: 0, ...mediaCollection },
  });
  const body = (...mediaDownloadedEvents: object[]): object => ({
    events: [{ xdm: { eventType: 'media.downloaded', mediaDownloadedEvents } }],
  });
  const whole = await post(
    `/ee/va/v1/downloaded?${ID}`,
    body(at('sessionStart', { sessionDetails }), at('play', {}), at('sessionEnd', {})),
  );
  const headless = await post(`/ee/va/v1/downloaded?${ID}`, body(at('play', {})));
  expect([whole.status, headless.status]).toEqual([200, 207]);
  expect(payloadOf((await whole.json()) as Reply, 'media-analytics:new-session')).toEqual([]);
  const [session] = await store.list();
  expect([session!.downloaded, session!.eventCount]).toEqual([true, 3]);
});

test('a viewing over this wire is the same session, report and all, as over the other', async () => {
  const seen: { events: readonly MediaEvent[]; report: unknown }[] = [];
  for (const isEdge of [false, true]) {
    const { handle, store, clock } = createBench();
    const params = {
      'analytics.trackingServer': 'a',
      'analytics.reportSuite': 'b',
      'visitor.marketingCloudOrgId': 'A@AdobeOrg',
      'visitor.marketingCloudUserId': '1'.repeat(38),
      'media.channel': 'c',
      'media.playerName': 'p',
    };
    let playhead = 0;
    const tracker = createTracker({
      ...(isEdge ? { wire: edge({ datastreamId: 'd', endpoint: 'http://localhost' }) } : { endpoint: 'http://localhost' }),
      params,
      clock,
      playhead: () => playhead,
      prerollWait: 0,
      onWarning: () => {},
      fetch: (url: string, init: RequestInit) =>
        handle(new Request(url, { method: 'POST', body: init.body!, headers: init.headers! })),
    } as never);
    const settle = async (): Promise<void> => {
      for (let turn = 0; turn < 100; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
    };
    const pass = async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second++) {
        clock.advance(1_000);
        playhead++;
        await settle();
      }
    };
    tracker.track('sessionStart', { 'media.id': 'ep-1', 'media.length': 60, 'media.contentType': 'vod' }, { site: 'acme' });
    tracker.track('play');
    await settle();
    await pass(12);
    tracker.track('stateStart', { 'media.state.name': 'mute' });
    tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 12 });
    tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 5, 'media.ad.podPosition': 1 });
    await pass(5);
    tracker.track('adComplete');
    tracker.track('adBreakComplete');
    await pass(5);
    tracker.track('sessionEnd');
    await settle();
    const [session] = await store.list();
    const { events } = (await store.get(session!.id))! as unknown as { events: MediaEvent[] };
    seen.push({ events, report: [report(events).metrics, lint(events).map(({ rule }) => rule)] });
  }
  const [one, other] = seen as [(typeof seen)[0], (typeof seen)[0]];
  const rows = (events: readonly MediaEvent[]): unknown[] =>
    events.map(({ eventType, playerTime, params, customMetadata }) => [
      eventType,
      playerTime,
      Object.entries(params ?? {})
        .filter(([key]) => !/^(analytics|visitor\.marketingCloudOrgId)/.test(key))
        .sort(),
      customMetadata,
    ]);
  expect(rows(other.events)).toEqual(rows(one.events));
  expect(other.report).toEqual(one.report);
});

test('the Web SDK acquires its visitor before anything is sent', async () => {
  const { post } = createBench();
  const response = await post(
    `/ee/v1/identity/acquire?${ID}`,
    { query: { identity: { fetch: ['ECID'] } } },
    { Origin: 'https://a.test' },
  );
  expect([response.status, response.headers.get('Access-Control-Allow-Origin')]).toEqual([200, 'https://a.test']);
  const [{ id } = {}] = payloadOf((await response.json()) as Reply, 'identity:result');
  expect(id).toMatch(/^\d{38}$/);
});

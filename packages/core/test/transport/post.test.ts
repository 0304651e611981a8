import { expect, test, vi } from 'vitest';
import { createPost, type Fetch } from '../../src/transport/post';
import { init } from '../../src/wire/media-collection';
import type { Reply, WireRequest } from '../../src/wire/wire';
import { createManualClock } from '../../src/testing';

interface Call {
  readonly url: string;
  readonly init: Parameters<Fetch>[1];
  answer(response: Response): void;
  fail(): void;
}

/** A network that answers when it is asked to. */
function createNetwork() {
  const calls: Call[] = [];
  const clock = createManualClock();
  const fetch: Fetch = (url, init) =>
    new Promise((resolve, reject) => {
      calls.push({ url, init, answer: resolve, fail: () => reject(new TypeError('no network')) });
    });
  return { calls, clock, post: createPost(fetch, clock) };
}

const url = 'https://acme.test/api/v1/sessions';
/** A request of the Media Collection wire. */
const asking = (body: object): WireRequest => ({ url, body, init });
const after = (reply: Promise<Reply>): { done: Reply | undefined } => {
  const seen: { done: Reply | undefined } = { done: undefined };
  void reply.then((one) => (seen.done = one));
  return seen;
};
const soon = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

test('a request is a POST of JSON, without credentials, with no more of the page than its origin, and with no other header', async () => {
  const { calls, post } = createNetwork();
  const event = { eventType: 'play', playerTime: { playhead: 0.5, ts: 1 }, customMetadata: { film: 'Ägypten' } };
  const reply = post(asking(event), 10_000);
  const { init } = calls[0]!;
  expect(calls[0]!.url).toBe(url);
  expect({ ...init, signal: undefined }).toEqual({
    method: 'POST',
    body: JSON.stringify(event),
    headers: { 'Content-Type': 'application/json' },
    credentials: 'omit',
    referrerPolicy: 'strict-origin',
    keepalive: true,
    signal: undefined,
  });
  calls[0]!.answer(new Response(null, { status: 204 }));
  expect(await reply).toEqual({ status: 204, location: null, text: '' });
});

test('the reply carries the Location of a new session', async () => {
  const { calls, post } = createNetwork();
  const reply = post(asking({}), 10_000);
  calls[0]!.answer(new Response(null, { status: 201, headers: { Location: '/api/v1/sessions/7' } }));
  expect(await reply).toMatchObject({ status: 201, location: '/api/v1/sessions/7' });
});

test('a fetch of the page that answers without headers answers by its status', async () => {
  const clock = createManualClock();
  const post = createPost(() => Promise.resolve({ status: 204 } as Response), clock);
  expect(await post(asking({}), 10_000)).toEqual({ status: 204 });
  expect(clock.timers).toBe(0);
});

test('the reply carries what a refusal says', async () => {
  const { calls, post } = createNetwork();
  const reply = post(asking({}), 10_000);
  calls[0]!.answer(new Response('{"message":"no such key"}', { status: 400 }));
  expect(await reply).toMatchObject({ status: 400, message: '{"message":"no such key"}' });
});

test('an answer leaves no timer', async () => {
  const { calls, clock, post } = createNetwork();
  const reply = post(asking({}), 10_000);
  expect(clock.timers).toBe(1);
  calls[0]!.answer(new Response());
  await reply;
  expect(clock.timers).toBe(0);
});

test('silence is status 0 after the time-out, also when the network ignores the signal', async () => {
  const { calls, clock, post } = createNetwork();
  const seen = after(post(asking({}), 10_000));
  clock.advance(9_999);
  await soon();
  expect([seen.done, calls[0]!.init.signal!.aborted]).toEqual([undefined, false]);
  clock.advance(1);
  await soon();
  expect([seen.done, calls[0]!.init.signal!.aborted]).toEqual([{ status: 0 }, true]);
});

test('an answer after the time-out changes nothing', async () => {
  const { calls, clock, post } = createNetwork();
  const seen = after(post(asking({}), 10_000));
  clock.advance(10_000);
  calls[0]!.answer(new Response(null, { status: 201 }));
  await soon();
  expect(seen.done).toEqual({ status: 0 });
});

test.each<[string, Fetch]>([
  ['rejects', () => Promise.reject(new TypeError('no network'))],
  [
    'throws at once',
    () => {
      throw new TypeError('blocked');
    },
  ],
  ['is aborted', () => Promise.reject(new DOMException('The user aborted a request.', 'AbortError'))],
  ['gives no response', () => Promise.resolve(undefined as never)],
])('a fetch that %s is silence', async (_what, fetch) => {
  const clock = createManualClock();
  expect(await createPost(fetch, clock)(asking({}), 10_000)).toEqual({ status: 0 });
  expect(clock.timers).toBe(0);
});

test('requests are keepalive while 64 KiB of bodies are in flight, of all trackers together; what comes back is free again', async () => {
  vi.resetModules();
  const fresh = await import('../../src/transport/post');
  const { calls, clock, post: _ } = createNetwork();
  const [post, other] = [0, 1].map(() =>
    fresh.createPost(
      (to, init) =>
        new Promise((resolve, reject) => calls.push({ url: to, init, answer: resolve, fail: () => reject(new TypeError()) })),
      clock,
    ),
  ) as [typeof _, typeof _];
  // 32,768 bytes each: two bytes a letter, and the quotes.
  const half = 'ä'.repeat(16_383) as never;
  const kept = (): unknown[] => calls.map(({ init }) => init.keepalive);
  const replies = [post(asking(half), 10_000), other(asking(half), 10_000), post(asking(1 as never), 10_000)];
  expect(kept()).toEqual([true, true, false]);
  calls[2]!.answer(new Response());
  await replies[2];
  replies.push(post(asking(1 as never), 10_000));
  expect(kept().at(-1)).toBe(false);

  calls[0]!.answer(new Response());
  await replies[0];
  replies.push(post(asking(half), 10_000));
  expect(kept().at(-1)).toBe(true);

  calls[1]!.fail();
  await replies[1];
  replies.push(post(asking(half), 10_000));
  expect(kept().at(-1)).toBe(true);

  clock.advance(10_000);
  await Promise.all(replies);
  void post(asking('x'.repeat(65_534) as never), 10_000);
  expect(kept().at(-1)).toBe(true);
  void post(asking('' as never), 10_000);
  expect(kept().at(-1)).toBe(false);
});

test.each([
  ['20', 20_000],
  ['0', undefined],
  ['soon', undefined],
  ['', undefined],
  ['Wed, 31 Dec 1969 23:59:59 GMT', undefined],
])('Retry-After: %s is %s ms', async (header, after) => {
  const { calls, post } = createNetwork();
  const reply = post(asking({}), 10_000);
  calls[0]!.answer(new Response(null, { status: 503, headers: { 'Retry-After': header } }));
  expect((await reply).after).toBe(after);
});

test('Retry-After may be a date', async () => {
  const { calls, clock, post } = createNetwork();
  const reply = post(asking({}), 10_000);
  const date = new Date(Math.ceil(clock.now() / 1_000) * 1_000 + 30_000);
  calls[0]!.answer(new Response(null, { status: 503, headers: { 'Retry-After': date.toUTCString() } }));
  expect((await reply).after).toBe(date.getTime() - clock.now());
});

test('when the page goes, what does not outlive it is not sent', async () => {
  const { calls, post } = createNetwork();
  const big = { text: 'a'.repeat(60_000) };
  const first = post(asking(big), 10_000, true);
  expect(await post(asking(big), 10_000, true)).toEqual({ status: 0, unsent: true });
  expect(calls.map(({ init }) => init.keepalive)).toEqual([true]);
  calls[0]!.answer(new Response(null, { status: 204 }));
  await first;
});

test.each([
  ['HTML', new Response('<html>', { headers: { 'Content-Type': 'text/html' } }), true],
  ['HTML without a type', new Response('\n<!doctype html>'), true],
  ['text that calls itself HTML', new Response('Log in', { headers: { 'Content-Type': 'text/html; charset=utf-8' } }), true],
  ['nothing that calls itself HTML', new Response('', { headers: { 'Content-Type': 'text/html' } }), undefined],
  ['JSON', new Response('{}'), undefined],
  ['HTML, and a location', new Response('<html>', { status: 201, headers: { Location: '/api/v1/sessions/7' } }), undefined],
])('an answer with %s is a web page: %s', async (_, response, isWebPage) => {
  const { calls, post } = createNetwork();
  const reply = post(asking({}), 10_000);
  calls[0]!.answer(response);
  expect((await reply).isWebPage).toBe(isWebPage);
});

test.each([200, 400, 403, 404, 500])('an answer of %i counts although its body never ends', async (status) => {
  const { calls, clock, post } = createNetwork();
  const seen = after(post(asking({}), 10_000));
  calls[0]!.answer(new Response(new ReadableStream({ start: () => {} }), { status }));
  await soon();
  expect(seen.done).toBeUndefined();
  clock.advance(10_000);
  await soon();
  expect(seen.done).toEqual({ status, location: null });
});

test.each([200, 400, 403, 404, 503])(
  'an answer of %i counts although its body breaks off, and leaves no timer',
  async (status) => {
    const { calls, clock, post } = createNetwork();
    const reply = post(asking({}), 10_000);
    const body = new ReadableStream({ start: (controller) => controller.error(new TypeError()) });
    calls[0]!.answer(new Response(body, { status, headers: { 'Retry-After': '120' } }));
    expect(await reply).toEqual({ status, location: null, ...(status > 299 && { after: 120_000 }) });
    expect(clock.timers).toBe(0);
  },
);

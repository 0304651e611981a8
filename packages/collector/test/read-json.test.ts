import { expect, test, vi } from 'vitest';
import { MAX_BODY_BYTES } from '../src/json-shape';
import { readJson } from '../src/read-json';
import { post, start } from './calls';

const read = async (body: unknown, type = 'application/json') => (await readJson(post('/', body, { 'Content-Type': type }))).json;
const streamed = (body: ReadableStream<Uint8Array>) => {
  // Node asks for `duplex` with a stream; the DOM's types do not know it.
  const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body, duplex: 'half' };
  return readJson(new Request('http://collector.test/', init));
};
const padded = (bytes: number) => '"' + 'é'.repeat((bytes - 2) / 2) + '"';

test.each(['application/json', 'Application/JSON', 'application/json; charset=utf-8', 'APPLICATION/JSON ;charset="UTF-8"'])(
  'the content type %s is JSON',
  async (type) => expect(await read(start(), type)).toEqual(start()),
);

test.each([
  'text/plain',
  'application/jsonp',
  'application/json-seq',
  'text/json',
  'application/ld+json',
  'x, application/json',
  '',
])('the content type "%s" is refused', async (type) => await expect(read(start(), type)).rejects.toMatchObject({ status: 415 }));

test('a body without a content type is refused', async () => {
  const request = new Request('http://collector.test/', { method: 'POST', body: new Uint8Array([0x7b, 0x7d]) });
  await expect(readJson(request)).rejects.toMatchObject({ status: 415, message: expect.stringContaining('none') });
});

test.each([
  ['empty', ''],
  ['cut off', '{"a":'],
  ['two values', '{}{}'],
  ['with a trailing comma', '{"a":1,}'],
  ['not a number of JSON', '{"a":NaN}'],
  ['a lone byte of UTF-8', new Uint8Array([0x22, 0xc3, 0x22])],
  ['cut off inside a letter', new Uint8Array([0x22, 0xe2, 0x82])],
  ['followed by half a letter', new Uint8Array([0x7b, 0x7d, 0xe2, 0x82])],
  ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0])],
])('a body that is %s is malformed', async (_name, body) => {
  await expect(read(body)).rejects.toMatchObject({ status: 400 });
});

test('a request without a body is malformed', async () => {
  const request = new Request('http://collector.test/', { method: 'POST', headers: { 'Content-Type': 'application/json' } });
  await expect(readJson(request)).rejects.toMatchObject({ status: 400 });
});

test('letters of several bytes survive being cut between chunks', async () => {
  const bytes = new TextEncoder().encode('{"name":"Grüße 🎬"}');
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  expect(await streamed(body)).toEqual({ json: { name: 'Grüße 🎬' }, bytes: bytes.length });
});

test('64 KiB are taken, one byte more is too large', async () => {
  expect(await read(padded(MAX_BODY_BYTES))).toHaveLength((MAX_BODY_BYTES - 2) / 2);
  await expect(read(padded(MAX_BODY_BYTES) + ' ')).rejects.toMatchObject({ status: 413 });
});

test('an endless body is let go soon after 64 KiB', async () => {
  let sent = 0;
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1024;
      controller.enqueue(new Uint8Array(1024));
    },
    cancel() {
      isCancelled = true;
    },
  });
  await expect(streamed(body)).rejects.toMatchObject({ status: 413 });
  expect(isCancelled).toBe(true);
  expect(sent).toBeLessThanOrEqual(MAX_BODY_BYTES + 4 * 1024);
});

test('a body that breaks off is malformed', async () => {
  const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('gone')) });
  await expect(streamed(body)).rejects.toMatchObject({ status: 400 });
});

test.each(['[', '{"a":', '[{"a":['])('bottomless nesting of %s does not overflow the stack', async (opening) => {
  const depth = Math.floor(20_000 / opening.length);
  const closing = [...opening]
    .reverse()
    .map((letter) => (letter === '[' ? ']' : letter === '{' ? '}' : ''))
    .join('');
  await expect(read(opening.repeat(depth))).rejects.toMatchObject({ status: 400 });
  await expect(read(opening.repeat(depth) + '1' + closing.repeat(depth))).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('nests'),
  });
});

test('a body that is compressed is refused by the name of its encoding', async () => {
  for (const encoding of ['gzip', 'br', 'deflate, gzip', 'identity, gzip', 'zstd', 'lz4'])
    await expect(readJson(post('/', '{}', { 'Content-Encoding': encoding }))).rejects.toMatchObject({
      status: 415,
      message: expect.stringContaining(encoding),
    });
  for (const encoding of ['identity', 'Identity, identity', ''])
    expect(await readJson(post('/', '{}', { 'Content-Encoding': encoding }))).toMatchObject({ json: {} });
});

const batch = (...events: string[]) => readJson(post('/', `[${events.join(',')}]`), true);

test('an array may be large, each of its events no larger than an event', async () => {
  const event = padded(MAX_BODY_BYTES / 2);
  expect((await batch(...Array<string>(20).fill(event))).json).toHaveLength(20);
  await expect(batch('{}', padded(3 * MAX_BODY_BYTES), '{}')).rejects.toMatchObject({
    status: 413,
    message: expect.stringContaining('Event 1 of the array'),
  });
  await expect(batch(`{"a":[${'1,'.repeat(MAX_BODY_BYTES)}1]}`)).rejects.toMatchObject({ status: 413 });
});

test('an array of more events than a session holds is refused before it is parsed', async () => {
  const parse = vi.spyOn(JSON, 'parse');
  for (const text of [`[${'1,'.repeat(100_000)}1]`, `[${'{},'.repeat(1_000_000)}{}]`, `[${','.repeat(200_000)}]`])
    await expect(readJson(post('/', text), true)).rejects.toMatchObject({
      status: 413,
      message: 'The array holds more than 100000 events.',
    });
  expect(parse).not.toHaveBeenCalled();
  parse.mockRestore();
  expect((await readJson(post('/', `[${'1,'.repeat(99_999)}1]`), true)).json).toHaveLength(100_000);
});

test('brackets, commas and quotes in a string are letters like any other', async () => {
  const text = JSON.stringify({ name: '[[[{{{,,,\\"]]' + '['.repeat(100) });
  expect((await batch(text, text)).json).toEqual([JSON.parse(text), JSON.parse(text)]);
  await expect(batch('"never closed')).rejects.toMatchObject({ status: 400 });
});

test.each(['[', '[1', '[1,', '[1,]', '[,1]', '[1]]', '[1] 2', '[1][2]', '[{]}', '[}', '[1 2]', '["a]', '["\\"]', ']'])(
  'the array %s is malformed',
  async (text) => {
    await expect(readJson(post('/', text), true)).rejects.toMatchObject({ status: 400 });
  },
);

test.each(['[]', ' [ ] ', '[1,"]",{"a":["]"]},[[]],null ]', '\t[\r\n"\\\\" , "\\"," ]\n', '["é🎬\\u005d"]'])(
  'the array %s is read as it stands',
  async (text) => {
    expect((await readJson(post('/', text), true)).json).toEqual(JSON.parse(text));
    // However it is cut.
    const bytes = new TextEncoder().encode(text);
    const cut = (take: (chunk: Uint8Array) => void) => {
      for (const byte of bytes) take(new Uint8Array([byte]));
      return Promise.resolve(bytes);
    };
    const headers = { get: (name: string) => (name === 'content-type' ? 'application/json' : null) };
    expect(await readJson({ method: 'POST', url: '', headers, body: cut }, true)).toEqual({
      json: JSON.parse(text),
      bytes: bytes.length,
    });
  },
);

import type { Asked } from './asked';
import { Refusal } from './refusal';

/** Size above which a body is refused with 413, in bytes. */
export const MAX_BODY_BYTES: number = 64 * 1024;

/** The same for an array, which is a whole session of downloaded content; each of its events may have {@link MAX_BODY_BYTES}. */
export const MAX_BATCH_BYTES: number = 8 * 1024 * 1024;

const SPACES = [0x20, 0x09, 0x0a, 0x0d];
const OPENING_BRACKET = 0x5b;

/** The largest size that a body may have, in bytes, by its first bytes. */
const limitOf = (start: Uint8Array): number =>
  start.find((byte) => !SPACES.includes(byte)) === OPENING_BRACKET ? MAX_BATCH_BYTES : MAX_BODY_BYTES;

/** An event nests four deep; whatever shows a call to people may use recursion, so bottomless bodies end here. */
const MAX_DEPTH = 64;

/** A body and the number of bytes that it came in. */
export interface Read {
  readonly json: unknown;
  readonly bytes: number;
}

async function readStream(body: ReadableStream<Uint8Array>, takesArrays: boolean): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let limit = 0;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      limit ||= takesArrays ? limitOf(value) : MAX_BODY_BYTES;
      size += value.byteLength;
      chunks.push(value);
      if (size > limit) throw tooLarge(limit);
    }
  } catch (error) {
    // Not awaited: the answer does not depend on a sender that is slow to stop.
    reader.cancel().catch(() => undefined);
    throw error;
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

const tooLarge = (limit: number): Refusal => new Refusal(413, `The body is larger than ${limit} bytes.`);

async function readBytes(body: Asked['body'], takesArrays: boolean): Promise<Uint8Array> {
  const limit = (start: Uint8Array): number => (takesArrays ? limitOf(start) : MAX_BODY_BYTES);
  if (!body) return new Uint8Array();
  if (body instanceof ReadableStream) return readStream(body, takesArrays);
  const whole = typeof body === 'function' ? await body(limit) : body;
  if (whole.byteLength > limit(whole)) throw tooLarge(limit(whole));
  return whole;
}

/**
 * Checks the shape of a text before it is parsed, so that a body made to be expensive is refused cheaply: its depth, and of an
 * array the length of each element.
 */
function assertShape(text: string): void {
  let depth = 0;
  let from = 0;
  let place = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x22) {
      // A string: on to its closing quote, which an even number of backslashes precedes.
      for (;;) {
        index = text.indexOf('"', index + 1);
        if (index < 0) return;
        let escapes = 0;
        while (text.charCodeAt(index - 1 - escapes) === 0x5c) escapes++;
        if (escapes % 2 === 0) break;
      }
    } else if (code === 0x20 || code === 0x0a) {
      // Spaces before an event are not part of it.
      if (index === from + 1) from = index;
    } else if (code === 0x5b || code === 0x7b) {
      if (depth === 0) from = index;
      if (++depth > MAX_DEPTH) throw new Refusal(400, `The body nests deeper than ${MAX_DEPTH} levels.`);
    } else if (code === 0x5d || code === 0x7d) depth--;
    if ((code === 0x2c && depth === 1) || depth === 0) {
      if (index - from > MAX_BODY_BYTES)
        throw new Refusal(413, `Event ${place} of the array is larger than ${MAX_BODY_BYTES} bytes.`);
      from = index;
      place++;
    }
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads the JSON body of a call, never more than {@link MAX_BODY_BYTES} of it, or {@link MAX_BATCH_BYTES} of an array where one is taken.
 * Throws a {@link Refusal}: 415 for another content type or a compressed body, 413 when it is too large, 400 when it is not JSON.
 */
export async function readJson(request: Asked, takesArrays = false): Promise<Read> {
  const type = request.headers.get('content-type');
  if (!/^application\/json\s*(;|$)/i.test(type ?? ''))
    throw new Refusal(415, `The content type must be application/json, got ${type?.slice(0, 100) ?? 'none'}.`);
  const encoding = request.headers.get('content-encoding');
  if (encoding && !/^identity$/i.test(encoding))
    throw new Refusal(415, `The body must not be compressed, got Content-Encoding: ${encoding.slice(0, 100)}.`, {
      'Accept-Encoding': 'identity',
    });

  let text: string;
  let bytes: number;
  try {
    const body = await readBytes(request.body, takesArrays);
    bytes = body.byteLength;
    text = decoder.decode(body);
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(400, 'The body broke off or is not UTF-8.');
  }
  assertShape(text);
  try {
    return { json: JSON.parse(text), bytes };
  } catch (error) {
    throw new Refusal(400, `The body is not JSON: ${(error instanceof Error ? error.message : String(error)).slice(0, 200)}`);
  }
}

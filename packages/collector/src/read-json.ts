import type { RequestLike } from './request-like';
import { createShape, type Shape } from './json-shape';
import { Gone, Refusal } from './refusal';
import { createSlices } from './slices';

/** A body and the number of bytes that it came in. */
export interface Read {
  readonly json: unknown;
  readonly bytes: number;
}

/** Puts the parts of a body together. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only) return only;
  const whole = new Uint8Array(chunks.reduce((size, { byteLength }) => size + byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

async function readStream(body: ReadableStream<Uint8Array>, shape: Shape): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return concat(chunks);
      shape.take(value);
      chunks.push(value);
    }
  } catch (error) {
    // Not awaited: the answer does not depend on a sender that is slow to stop.
    reader.cancel().catch(() => undefined);
    throw error;
  }
}

async function readBytes(body: RequestLike['body'], shape: Shape): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  if (body instanceof ReadableStream) return readStream(body, shape);
  if (typeof body === 'function') return body(shape.take);
  shape.take(body);
  return body;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function parse(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new Refusal(400, 'The body is not UTF-8.');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, `The body is not JSON: ${(error instanceof Error ? error.message : String(error)).slice(0, 200)}`);
  }
}

/** Parses a large array event by event, so that other calls are answered in between. */
async function parseElements(bytes: Uint8Array, elements: readonly (readonly [number, number])[]): Promise<unknown[]> {
  const { pause } = createSlices();
  const parsed: unknown[] = [];
  for (const [from, to] of elements) {
    parsed.push(parse(bytes.subarray(from, to)));
    if (parsed.length % 100 === 0) await pause();
  }
  return parsed;
}

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/**
 * Reads the JSON body of a call, never much more of it than may come.
 * Rejects with a {@link Refusal}: 415 for another content type than `types` or a compressed body, 413 when it is too large, 400 when it is not JSON.
 */
export async function readJson(request: RequestLike, takesArrays = false, types: RegExp = JSON_TYPE): Promise<Read> {
  const type = request.headers.get('content-type');
  if (!types.test(type ?? ''))
    throw new Refusal(415, `The content type must be application/json, got ${type?.slice(0, 100) ?? 'none'}.`);
  const encoding = request.headers.get('content-encoding');
  if (encoding && !/^[\s,]*(identity[\s,]*)*$/i.test(encoding))
    throw new Refusal(415, `The body must not be compressed, got Content-Encoding: ${encoding.slice(0, 100)}.`, {
      'Accept-Encoding': 'identity',
    });

  const shape = createShape(takesArrays);
  let body: Uint8Array;
  try {
    body = await readBytes(request.body, shape);
  } catch (error) {
    throw error instanceof Refusal ? error : new Gone();
  }
  const elements = shape.elements();
  return { json: elements ? await parseElements(body, elements) : parse(body), bytes: body.byteLength };
}

import { Refusal } from './refusal';

/** Size above which a body is refused with 413, in bytes. */
export const MAX_BODY_BYTES: number = 64 * 1024;

/** An event nests four deep; whatever shows a call to people may use recursion, so bottomless bodies end here. */
const MAX_DEPTH = 64;

const isDeeperThan = (depth: number, value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth === 0 || Object.values(value).some((member) => isDeeperThan(depth - 1, member)));

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > MAX_BODY_BYTES) {
      // Not awaited: the answer does not depend on a sender that is slow to stop.
      reader.cancel().catch(() => undefined);
      throw new Refusal(413, `The body is larger than ${MAX_BODY_BYTES} bytes.`);
    }
    text += decoder.decode(value, { stream: true });
  }
}

/**
 * Reads the JSON body of a call, never more than {@link MAX_BODY_BYTES} of it.
 * Throws a {@link Refusal}: 415 for another content type, 413 when it is too large, 400 when it is not JSON.
 */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type');
  if (!/^application\/json\s*(;|$)/i.test(type ?? ''))
    throw new Refusal(415, `The content type must be application/json, got ${type ?? 'none'}.`);

  const text = await readText(request.body ?? new Blob().stream()).catch((error: unknown) => {
    throw error instanceof Refusal ? error : new Refusal(400, 'The body broke off or is not UTF-8.');
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (isDeeperThan(MAX_DEPTH, json)) throw new Refusal(400, `The body nests deeper than ${MAX_DEPTH} levels.`);
  return json;
}

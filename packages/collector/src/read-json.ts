import type { Asked } from './asked';
import { Refusal } from './refusal';

/** Size above which a body is refused with 413, in bytes. */
export const MAX_BODY_BYTES: number = 64 * 1024;

/** The same for an array, which is a whole session of downloaded content. */
export const MAX_BATCH_BYTES: number = 8 * 1024 * 1024;

/** How large a body may be that begins like this, in bytes. */
export const limitOf = (text: string): number => (/^\s*\[/.test(text) ? MAX_BATCH_BYTES : MAX_BODY_BYTES);

/** An event nests four deep; whatever shows a call to people may use recursion, so bottomless bodies end here. */
const MAX_DEPTH = 64;

const isDeeperThan = (depth: number, value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth === 0 || Object.values(value).some((member) => isDeeperThan(depth - 1, member)));

/** Puts a text together; `add` throws a 413 when it is too large. */
function createText(takesArrays: boolean) {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  return {
    add(chunk: Uint8Array): void {
      size += chunk.byteLength;
      text += decoder.decode(chunk, { stream: true });
      const limit = takesArrays ? limitOf(text) : MAX_BODY_BYTES;
      if (size > limit) throw new Refusal(413, `The body is larger than ${limit} bytes.`);
    },
    end: (): string => text + decoder.decode(),
  };
}

async function readText(body: Asked['body'], takesArrays: boolean): Promise<string> {
  const text = createText(takesArrays);
  if (!body) return '';
  if (body instanceof Uint8Array) {
    text.add(body);
    return text.end();
  }
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text.end();
      text.add(value);
    }
  } catch (error) {
    // Not awaited: the answer does not depend on a sender that is slow to stop.
    reader.cancel().catch(() => undefined);
    throw error;
  }
}

/**
 * Reads the JSON body of a call, never more than {@link MAX_BODY_BYTES} of it, or {@link MAX_BATCH_BYTES} of an array where one is taken.
 * Throws a {@link Refusal}: 415 for another content type, 413 when it is too large, 400 when it is not JSON.
 */
export async function readJson(request: Asked, takesArrays = false): Promise<unknown> {
  const type = request.headers.get('content-type');
  if (!/^application\/json\s*(;|$)/i.test(type ?? ''))
    throw new Refusal(415, `The content type must be application/json, got ${type ?? 'none'}.`);

  const text = await readText(request.body, takesArrays).catch((error: unknown) => {
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

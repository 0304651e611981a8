import { Refusal } from './refusal';
import { sessionLimits } from './sessions';

/** Size above which a body is refused with 413, in bytes. */
export const MAX_BODY_BYTES: number = 64 * 1024;

/** The same for an array, which is a whole session of downloaded content; each of its events may have {@link MAX_BODY_BYTES}. */
export const MAX_BATCH_BYTES: number = 8 * 1024 * 1024;

/** An event nests four deep; whatever shows a call to people may use recursion, so bottomless bodies end here. */
const MAX_DEPTH = 64;

/** The shape of a JSON text, known while it comes: a body that is made to be expensive is refused before all of it has come. */
export interface Shape {
  /** Takes what follows; throws a 413 for what is too large, and a 400 for what nests too deep. */
  take(chunk: Uint8Array): void;
  /** Where the elements of an array begin and end, in bytes; undefined when the text is no array or an array is not taken. Throws a 400 for an array that does not end well. */
  elements(): readonly (readonly [from: number, to: number])[] | undefined;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Makes the {@link Shape} of a text of which nothing has come yet. */
export function createShape(takesArrays: boolean): Shape {
  let size = 0;
  let depth = 0;
  let isString = false;
  let isEscaped = false;
  let isArray: boolean | undefined;
  /** Where the element begins that is coming; undefined between two. */
  let from: number | undefined;
  /** Where the array has ended. */
  let end: number | undefined;
  let isBroken = false;
  /** How many elements were found to be small enough. */
  let checked = 0;
  const elements: [number, number][] = [];

  function open(place: number): void {
    if (depth === 1) from ??= place;
    if (++depth > MAX_DEPTH) throw new Refusal(400, `The body nests deeper than ${MAX_DEPTH} levels.`);
  }
  function finish(place: number): void {
    if (elements.length >= sessionLimits.events)
      throw new Refusal(413, `The array holds more than ${sessionLimits.events} events.`);
    elements.push([from ?? place, place]);
    from = undefined;
  }
  function close(place: number): void {
    if (depth === 1 && isArray) {
      // An array may be empty; what lacks after a comma is found when it is parsed.
      if (from !== undefined || elements.length) finish(place);
      end = place;
    }
    depth--;
  }

  /** The place of an element that is too large, among those that came since the last time. */
  function tooLarge(): number | undefined {
    if (from !== undefined && size - from > MAX_BODY_BYTES) return elements.length;
    for (; checked < elements.length; checked++) {
      const [begin, finished] = elements[checked]!;
      if (finished - begin > MAX_BODY_BYTES) return checked;
    }
    return undefined;
  }

  function step(byte: number, place: number): void {
    if (isString) {
      if (isEscaped) isEscaped = false;
      else if (byte === BACKSLASH) isEscaped = true;
      else if (byte === QUOTE) isString = false;
      return;
    }
    if (isSpace(byte)) return;
    if (end !== undefined) isBroken = true;
    isArray ??= takesArrays && byte === 0x5b;
    if (byte === QUOTE) {
      if (depth === 1) from ??= place;
      isString = true;
    } else if (byte === 0x5b || byte === 0x7b) open(place);
    else if (byte === 0x5d || byte === 0x7d) {
      if (depth === 1 && isArray && byte === 0x7d) isBroken = true;
      close(place);
    } else if (byte === COMMA && depth === 1) finish(place);
    else if (depth === 1) from ??= place;
  }

  return {
    take(chunk) {
      for (let index = 0; index < chunk.length; index++) step(chunk[index]!, size + index);
      size += chunk.length;
      const limit = isArray ? MAX_BATCH_BYTES : MAX_BODY_BYTES;
      if (size > limit) throw new Refusal(413, `The body is larger than ${limit} bytes.`);
      const large = isArray ? tooLarge() : undefined;
      if (large !== undefined) throw new Refusal(413, `Event ${large} of the array is larger than ${MAX_BODY_BYTES} bytes.`);
    },
    elements() {
      if (!isArray) return undefined;
      if (end !== undefined && !isBroken) return elements;
      throw new Refusal(400, 'The body is not JSON: its array does not end where it should.');
    },
  };
}

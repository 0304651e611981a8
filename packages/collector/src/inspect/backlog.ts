import type { Call } from '../call';

/** How many calls are kept for those who come later. */
export const MAX_MESSAGES: number = 1_000;
/** How many bytes the bodies of all kept calls may have together: calls may be large, whatever their number. */
export const MAX_BYTES: number = 4_000_000;
/** The body of a call that is larger is not shown. */
export const MAX_SHOWN_BYTES: number = 64 * 1024;
/** What a call costs beside its body. */
const CALL_BYTES = 200;

/** The last answered calls as server-sent messages, numbered from 1. */
export interface Backlog {
  /** How many calls came before the oldest that is kept. */
  readonly lost: number;
  /** Keeps a call whose body has so many bytes, and gives up the oldest ones beyond the bounds. */
  add(call: Call, bytes: number): void;
  /** The message that follows the one of this number, which must not be below `lost`; undefined when there is none yet. */
  after(number: number): Uint8Array | undefined;
  /** The number of the message with this id; undefined when it is not of this backlog. */
  numberOf(id: string): number | undefined;
}

interface Kept {
  /** Undefined once it is written. */
  call: Call | undefined;
  readonly cost: number;
  /** Written when a first reader asks: most calls are read by nobody. */
  message: Uint8Array | undefined;
}

/** Makes an empty {@link Backlog}. */
export function createBacklog(): Backlog {
  // A client that outlives a restart of the collector must not take up the numbering of the one before.
  const run = crypto.randomUUID().slice(0, 8);
  const encoder = new TextEncoder();
  /** The first `gone` elements are given up; they are cut off now and then. */
  let kept: Kept[] = [];
  let gone = 0;
  let cutOff = 0;
  let cost = 0;
  const lost = (): number => cutOff + gone;

  function write(entry: Kept, number: number): Uint8Array {
    entry.message ??= encoder.encode(`id: ${run}-${number}\ndata: ${JSON.stringify(entry.call)}\n\n`);
    entry.call = undefined;
    return entry.message;
  }

  return {
    get lost() {
      return lost();
    },
    add(call, bytes) {
      const isShown = bytes <= MAX_SHOWN_BYTES;
      const entry = {
        call: isShown ? call : { ...call, event: undefined },
        cost: CALL_BYTES + (isShown ? bytes : 0),
        message: undefined,
      };
      kept.push(entry);
      cost += entry.cost;
      while (kept.length - gone > MAX_MESSAGES || cost > MAX_BYTES) {
        cost -= kept[gone]!.cost;
        kept[gone++] = { call: undefined, cost: 0, message: undefined };
      }
      if (gone < MAX_MESSAGES) return;
      kept = kept.slice(gone);
      cutOff += gone;
      gone = 0;
    },
    after(number) {
      const entry = kept[number - cutOff];
      return entry && write(entry, number + 1);
    },
    numberOf(id) {
      const [, name, digits] = /^([^-]+)-(\d{1,15})$/.exec(id) ?? [];
      const number = name === run ? Number(digits) : NaN;
      return number <= cutOff + kept.length ? number : undefined;
    },
  };
}

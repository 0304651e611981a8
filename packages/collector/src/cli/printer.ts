import type { Writable } from 'node:stream';

/** Lines a second that are printed; of what comes beyond, only the number is. */
const MAX_LINES = 200;
/** A reader that is so far behind, in bytes, misses lines. */
const MAX_WAITING = 1_000_000;
const GATHER_MS = 50;

/** Writes lines without ever waiting for who reads them. */
export interface Printer {
  /** Prints a line, or only counts it when there are too many. */
  print(line: string): void;
  /** Writes what is pending. */
  flush(): void;
}

/** Makes a {@link Printer}; `summarize` says how many lines were left out. A reader that goes away is no error. */
export function createPrinter(out: Writable, summarize: (count: number) => string): Printer {
  let lines: string[] = [];
  let printed = 0;
  let leftOut = 0;
  let second = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isGone = false;
  out.on('error', () => (isGone = true));

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (leftOut && Math.floor(performance.now() / 1_000) !== second) {
      lines.push(summarize(leftOut));
      leftOut = 0;
    }
    if (lines.length && !isGone) {
      if (out.writableLength > MAX_WAITING) leftOut += lines.length;
      else out.write(`${lines.join('\n')}\n`);
    }
    lines = [];
    if (leftOut && !isGone) later();
  }
  function later(): void {
    timer ??= setTimeout(flush, leftOut && !lines.length ? 1_000 : GATHER_MS);
    timer.unref();
  }

  return {
    print(line) {
      if (isGone) return;
      const now = Math.floor(performance.now() / 1_000);
      if (now !== second) {
        flush();
        second = now;
        printed = 0;
      }
      if (++printed > MAX_LINES) leftOut++;
      else lines.push(line);
      later();
    },
    flush() {
      flush();
      if (leftOut && !isGone) out.write(`${summarize(leftOut)}\n`);
      leftOut = 0;
    },
  };
}

import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readdirSync, readSync, fstatSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** How large a file grows, in bytes; the next one begins then. */
const MAX_BYTES = 64 * 1024 * 1024;
/** A line is at most an event in an envelope. */
const TAIL_BYTES = 1024 * 1024;

/** The files of one shard; each is named by the place of its first line. */
export interface LakeFile {
  /** The last place whose lines are on disk. */
  readonly stored: number;
  /** Adds lines of a place; they are on disk after `flush`. */
  add(place: number, lines: string): void;
  /** Writes, and waits for the disk. */
  flush(): void;
  /** How many bytes wait. */
  readonly waiting: number;
  close(): void;
}

const nameOf = (place: number): string => `${String(place).padStart(16, '0')}.ndjson`;
const headOf = (line: string): { place: number; left: number } => {
  const [, place, left] = /^\{"place":(\d+),"left":(\d+),/.exec(line) ?? [];
  return { place: Number(place), left: Number(left) };
};

/**
 * Cuts off what a killed process has written in part: a line that broke off, and the lines of a place of which some are missing. Neither
 * was on disk when the process said that it was. Returns the last place that is left.
 */
function recover(file: number, first: number): number {
  let end = fstatSync(file).size;
  let stored = first - 1;
  let cut: number | undefined;
  search: while (end > 0) {
    const from = Math.max(0, end - TAIL_BYTES);
    const buffer = Buffer.alloc(end - from);
    readSync(file, buffer, 0, buffer.length, from);
    let complete = buffer.lastIndexOf(10) + 1;
    if (complete === 0) {
      end = from;
      continue;
    }
    for (;;) {
      const begin = complete < 2 ? 0 : buffer.lastIndexOf(10, complete - 2) + 1;
      // The line may begin before what was read.
      if (begin === 0 && from > 0) break;
      const { place, left } = headOf(buffer.toString('utf8', begin, complete));
      if (left > 0) cut ??= place;
      if (place !== cut) {
        stored = place;
        end = from + complete;
        break search;
      }
      complete = begin;
      if (begin === 0) break;
    }
    end = from + complete;
  }
  ftruncateSync(file, end);
  fsyncSync(file);
  return stored;
}

/** Opens the files of a shard in a folder, which is made when it is not there. */
export function openLakeFile(folder: string): LakeFile {
  mkdirSync(folder, { recursive: true });
  let stored = 0;
  let file: number | undefined;
  let size = 0;
  const names = readdirSync(folder)
    .filter((name) => /^\d{16}\.ndjson$/.test(name))
    .sort();
  const newest = names.at(-1);
  if (newest) {
    file = openSync(join(folder, newest), 'r+');
    stored = recover(file, Number(newest.slice(0, 16)));
    size = fstatSync(file).size;
  }
  let pending: string[] = [];
  let waiting = 0;
  let last = stored;

  return {
    get stored() {
      return stored;
    },
    get waiting() {
      return waiting;
    },
    add(place, lines) {
      last = place;
      if (!lines) return;
      pending.push(lines);
      waiting += lines.length;
    },
    flush() {
      if (pending.length) {
        if (file === undefined || size > MAX_BYTES) {
          if (file !== undefined) closeSync(file);
          // The folder's own entry is on disk only when the folder is.
          file = openSync(join(folder, nameOf(headOf(pending[0]!).place)), 'w+');
          const own = openSync(folder, 'r');
          fsyncSync(own);
          closeSync(own);
          size = 0;
        }
        const data = Buffer.from(pending.join(''));
        for (let from = 0; from < data.length;) from += writeSync(file, data, from, data.length - from, size + from);
        size += data.length;
        fsyncSync(file);
        pending = [];
        waiting = 0;
      }
      stored = last;
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';

/** What goes wrong with the requests whose path and query contain `match`, or match it. */
export interface Fault {
  match: string | RegExp;
  /** Answers with this status and no body. */
  status?: number;
  /** Sends no answer for so long. */
  delayMs?: number;
  /** Cuts the connection at `afterBytes`. */
  destroy?: boolean;
  /** Sends no byte from `afterBytes` on, for so long after the first response came there; `Infinity`: until `release()`. */
  holdMs?: number;
  /** Overwrites the body from `afterBytes` on (100 if absent), its length unchanged: what was a segment is none. */
  corrupt?: boolean;
  /** A position in the file, the same for every byte range; 0 if absent. */
  afterBytes?: number;
  /** Sends bodies no faster than this, so that a player cannot fetch far ahead. */
  bytesPerSecond?: number;
  /** How many requests a `status`, `delayMs`, `destroy` or `corrupt` strikes; all if absent. */
  count?: number;
}

/** What serves the media: a request handler and its faults, which take effect on running responses too. */
export interface Media {
  /** Answers a request under `base`; false when the request is not meant for it. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Adds a fault; `release` takes it away, and what it held goes on. */
  fault(rule: Fault): { release(): void };
  clearFaults(): void;
}

/** A media server that listens. */
export interface MediaServer extends Media {
  /** Such as `http://127.0.0.1:40123`, without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

/**
 * Where the files lie (default: test/fixtures/media), under which path they are served (default: `/`), whether other origins may
 * read them, and the clock, in ms since 1970, that the live programme follows (default: the system's).
 */
export interface MediaOptions {
  root?: string;
  base?: string;
  cors?: boolean;
  now?: () => number;
}

/** Makes the handler alone, to be mounted in another server. */
export function createMedia(options?: MediaOptions): Media;

/** Serves media with byte ranges on the loopback interface, on a free port unless one is named. */
export function startMediaServer(options?: MediaOptions & { port?: number }): Promise<MediaServer>;

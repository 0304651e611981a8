import { createHash } from 'node:crypto';
import type { MediaEvent } from '../../media-event';
import type { Arrival } from '../../sessions';

/** A session, or a part of one that comes in several messages because it is large. */
export interface Opening extends Arrival {
  readonly kind: 'open';
  readonly downloaded: boolean;
  /** Which part this is, from 0, and how many there are. */
  readonly part: number;
  readonly of: number;
  readonly events: readonly MediaEvent[];
  readonly by?: string | undefined;
}

/** An event of a session. */
export interface Event extends Arrival {
  readonly kind: 'event';
  readonly event: MediaEvent;
  /** Identifies the event by its content. */
  readonly hash: number;
  readonly by?: string | undefined;
}

/** Sessions without an event since then are deleted; `Infinity` is written as null. */
export interface Expiry {
  readonly kind: 'expire';
  readonly before: number | null;
  readonly by?: string | undefined;
}

/** What stands in the log. `by` names the process, and the call, that waits for what becomes of the message. */
export type Message = Opening | Event | Expiry;

const digest = (json: string): Buffer => createHash('sha1').update(json).digest();
const hashOfJson = (json: string): number => digest(json).readUIntBE(0, 6);

/** A number that identifies an event by its content within a session. */
export const hashOf = (event: MediaEvent): number => hashOfJson(JSON.stringify(event));

/** What the server recognises a message by that is published twice. */
export const messageId = (sid: string, content: string): string => digest(`${sid} ${content}`).toString('base64url').slice(0, 20);

const by = (word: string | undefined): string => (word === undefined ? '' : `"by":${JSON.stringify(word)},`);
const MARK = ',"event":';

/** Writes an event; `json` is the event as `JSON.stringify` writes it. */
export const encodeEvent = (json: string, { at, bytes }: Arrival, word?: string): string =>
  `{${by(word)}"kind":"event","at":${at},"bytes":${bytes}${MARK}${json}}`;

/** Writes any other message. */
export const encode = (message: Opening | Expiry): string => JSON.stringify(message);

/** Reads a message; undefined when it is none of ours. */
export function decode(text: string): Message | undefined {
  let message: Message;
  try {
    message = JSON.parse(text) as Message;
  } catch {
    return undefined;
  }
  if (message?.kind !== 'event') return message?.kind === 'open' || message?.kind === 'expire' ? message : undefined;
  return { ...message, hash: hashOfJson(text.slice(text.indexOf(MARK) + MARK.length, -1)) };
}

/** The largest part of a session of downloaded content, in characters. */
const PART = 400_000;

/** Divides events so that each part fits into a message. */
export function partsOf(events: readonly MediaEvent[]): MediaEvent[][] {
  const parts: MediaEvent[][] = [[]];
  let size = 0;
  for (const event of events) {
    const length = JSON.stringify(event).length;
    if (size + length > PART && size > 0) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)!.push(event);
    size += length;
  }
  return parts;
}

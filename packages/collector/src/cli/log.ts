import type { Writable } from 'node:stream';
import type { Call } from '../call';
import { createPrinter } from './printer';

/** What the command line says while it runs. */
export interface Log {
  call(call: Call): void;
  /** Says something about the collector itself. */
  note(message: string, more?: Readonly<Record<string, unknown>>): void;
  flush(): void;
}

const RED = '\u001b[31m';
const PLAIN = '\u001b[0m';
/** What a client wrote must not steer the terminal, nor fill it. */
const tame = (word: string, most = 1_000): string => word.slice(0, most).replace(/\p{Cc}|\p{Cf}/gu, ' ');

const two = (number: number): string => String(number).padStart(2, '0');
function clockTime(time: number): string {
  const date = new Date(time);
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two);
  return `${hours}:${minutes}:${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

const membersOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The word and the playhead of an event, as far as it has them. */
function eventOf(event: unknown): { readonly type?: string; readonly playhead?: number } {
  if (Array.isArray(event)) return { type: `downloaded session of ${event.length} events` };
  const { eventType, playerTime } = membersOf(event);
  const { playhead } = membersOf(playerTime);
  return {
    ...(typeof eventType === 'string' && { type: eventType }),
    ...(typeof playhead === 'number' && { playhead }),
  };
}

/** One line for people: `16:31:35.069 717dbe play 0.0 s`. */
export function lineOf(call: Call, isColoured: boolean): string {
  const { time, method, path, status, sessionId, event, message, repeated } = call;
  const { type, playhead } = eventOf(event);
  const { 'media.name': name, 'media.id': id } = membersOf(membersOf(event)['params']);
  const title = type === 'sessionStart' ? (name ?? id) : undefined;
  const words = [clockTime(time), tame(sessionId ?? '', 6), type ?? `${method} ${path}`];
  if (playhead !== undefined) words.push(`${playhead.toFixed(1)} s`);
  if (typeof title === 'string') words.push(title);
  if (repeated) words.push('(repeated)');
  if (status >= 400) words.push(String(status), message ?? '');
  const line = tame(words.filter(String).join(' '));
  return status >= 400 && isColoured ? `${RED}${line}${PLAIN}` : line;
}

/** A log for people; what browsers ask before they may call is left out. */
function createTextLog(out: Writable, isColoured: boolean): Log {
  const printer = createPrinter(out, (count) => `… ${count.toLocaleString('en')} more calls`);
  return {
    call: (call) => call.method === 'OPTIONS' || printer.print(lineOf(call, isColoured)),
    note: (message) => printer.print(tame(message, 10_000)),
    flush: printer.flush,
  };
}

/** A log for machines: one JSON object a line. */
function createJsonLog(out: Writable): Log {
  const lineFor = (level: string, time: number, more: object): string =>
    JSON.stringify({ level, time: new Date(time).toISOString(), ...more });
  const printer = createPrinter(out, (count) => lineFor('info', Date.now(), { msg: 'calls left out', count }));
  return {
    call({ time, method, path, status, sessionId, event, message, repeated }) {
      if (method === 'OPTIONS') return;
      const known = { ...eventOf(event), ...(repeated && { repeated }), ...(message !== undefined && { msg: message }) };
      printer.print(lineFor(status >= 400 ? 'warn' : 'info', time, { method, path, status, sessionId, ...known }));
    },
    note: (message, more) => printer.print(lineFor('info', Date.now(), { msg: message, ...more })),
    flush: printer.flush,
  };
}

/** Makes the log that was asked for; `none` says only what concerns the collector itself. */
export function createLog(kind: 'text' | 'json' | 'none', out: Writable & { readonly isTTY?: boolean }): Log {
  if (kind === 'json') return createJsonLog(out);
  const isColoured = process.env['FORCE_COLOR'] ? true : !process.env['NO_COLOR'] && out.isTTY === true;
  const log = createTextLog(out, isColoured);
  return kind === 'text' ? log : { ...log, call: () => undefined };
}

import type { Action, SessionInput } from '../../src/session/input';
import { createMachine, EPOCH, type Machine, type MachineOptions, type Sent } from './machine';

/** A number puts the playhead somewhere, a word is an intent without data, a function gets the machine first. */
export type Said = number | string | SessionInput | ((machine: Machine) => SessionInput | undefined);

/** What is said at a moment, in ms since the beginning. */
export type Row = readonly [ms: number, ...said: Said[]];

/** What came of it. */
export interface Story {
  /** `5300 adStart 5`: ms since the beginning, event, playhead; then what is worth telling of its data. */
  readonly lines: readonly string[];
  readonly sent: readonly Sent[];
  readonly warnings: readonly string[];
  /** The events of one type, in order. */
  all(eventType: string): Sent['event'][];
}

/** What a page tracks by hand. */
export const track = (type: Action['type'], params?: object, customMetadata?: object): SessionInput => ({
  type: 'track',
  action: { type, params, customMetadata },
});

/** `track('sessionStart')` for the film of these tests. */
export const opening = track('sessionStart', {});

/** From here the playhead goes on with the clock. */
export const plays =
  (from: number): Said =>
  (machine) => {
    const since = machine.clock.now();
    machine.playhead = () => from + (machine.clock.now() - since) / 1_000;
    return undefined;
  };

/** The wall clock jumps by so many ms. */
export const jumps =
  (ms: number): Said =>
  ({ clock }) => {
    clock.set(clock.now() + ms);
    return undefined;
  };

/** The service answers 404 to the n-th event of a type, counted from 0. */
export const refuses =
  (eventType: string, n = 0): Said =>
  ({ sent }) => {
    const { event, before } = sent.filter((one) => one.event.eventType === eventType)[n]!;
    return { type: 'sessionLost', event, before: before!, wasDelivered: true };
  };

/** `adBreakStart` by hand. */
export const pod = (podIndex: unknown = 1, podSecond: unknown = 0, more: object = {}): SessionInput =>
  track('adBreakStart', { 'media.ad.podIndex': podIndex, 'media.ad.podSecond': podSecond, ...more });

/** `adStart` by hand. */
export const spot = (id: unknown = 'a', podPosition: unknown = 1, more: object = {}, metadata?: object): SessionInput =>
  track('adStart', { 'media.ad.id': id, 'media.ad.length': 15, 'media.ad.podPosition': podPosition, ...more }, metadata);

/** `chapterStart` by hand. */
export const chapter = (index: unknown = 1, more: object = {}, metadata?: object): SessionInput =>
  track(
    'chapterStart',
    { 'media.chapter.index': index, 'media.chapter.offset': 0, 'media.chapter.length': 30, ...more },
    metadata,
  );

/** `stateStart` or `stateEnd` by hand. */
export const state = (type: 'stateStart' | 'stateEnd', name: unknown): SessionInput => track(type, { 'media.state.name': name });

const short = (data: object): string =>
  JSON.stringify(data, Object.keys(data).sort()).replaceAll('media.qoe.', '').replaceAll('"', '');

/** An event as a line. */
export function line({ event }: Sent, epoch = EPOCH): string {
  const { eventType, playerTime, params, qoeData } = event;
  const known = (params ?? {}) as Record<string, unknown>;
  return [
    playerTime.ts - epoch,
    eventType,
    playerTime.playhead,
    known['media.state.name'],
    eventType === 'sessionStart' && known['media.resume'] && 'resume',
    qoeData && short(qoeData),
  ]
    .filter((word) => word !== undefined && word !== false)
    .join(' ');
}

/** Plays rows in virtual time, then lets the clock go on to `until`; pings are left out unless `pings`. */
export function story(
  rows: readonly Row[],
  { until, pings = false, ...options }: MachineOptions & { until?: number; pings?: boolean } = {},
): Story {
  const machine = createMachine(options);
  const { clock, sent, warnings } = machine;
  // Not the wall clock, which a story may move.
  let now = 0;
  const go = (to: number): void => {
    clock.advance(to - now);
    now = to;
  };
  for (const [ms, ...said] of rows) {
    go(ms);
    for (const one of said) {
      if (typeof one === 'number') machine.playhead = () => one;
      else {
        const input = typeof one === 'function' ? one(machine) : typeof one === 'string' ? ({ type: one } as SessionInput) : one;
        if (input) machine.dispatch(input);
      }
    }
  }
  go(until ?? now);
  return {
    lines: sent.filter(({ event }) => pings || event.eventType !== 'ping').map((one) => line(one, options.epoch)),
    sent,
    warnings,
    all: (eventType) => sent.map(({ event }) => event).filter((event) => event.eventType === eventType),
  };
}

import type { Adapter, Emit, Intent } from '@media-collection/core';
import type { Story } from './moves';
import { byHand as words } from './step';

/** What a player does: nothing was asked of it, it was told to play, frames run, data are missing. */
export type Status = 'ready' | 'wanted' | 'playing' | 'dry' | 'paused' | 'ended';

/** A player reports its place so often. */
export const TICK_MS = 250;
/** Where live content begins: a second of the day. */
const LIVE_S = 40_000;

/** A player of one content after the other. */
export interface Player {
  status: Status;
  readonly content: number;
  /** Seconds from the beginning of the content. */
  place: number;
  /** The same, for live content in seconds of the day. */
  playhead(): number;
  readonly isLive: boolean;
  load(content: number, place: number): void;
  /** Frames run from now on. */
  run(): void;
  /** So much of a wait passes until it reports its place; Infinity: it does not. */
  readonly nextTick: number;
  /** Lets frames run on; returns true when it reports its place. */
  advance(ms: number): boolean;
  /** The length becomes known; false where it was. */
  measure(): boolean;
  emit(intent: Intent): void;
  createAdapter(): Adapter;
  /** By hand: the tracker has ended its session by itself. */
  forget(): void;
}

/** Makes a player; `track` is what a page that tracks by hand calls, `now` a clock that stands while the machine sleeps. */
export function createPlayer(story: Story, now: () => number, track: (...call: unknown[]) => void): Player {
  let content = 1;
  let place = 0;
  let status: Status = 'ready';
  let since = 0;
  let sinceTick = 0;
  let measured = new Set<number>();
  let emit: Emit = () => {};
  let count = 0;
  let isTracked = false;
  const isLive = (): boolean => !!story.live[content - 1];
  const isMeasured = (): boolean => !story.unmeasured[content - 1] || measured.has(content);
  const playhead = (): number => place + (status === 'playing' ? (now() - since) / 1_000 : 0) + (isLive() ? LIVE_S : 0);
  const facts = (hasAll: boolean) => ({
    ...((hasAll || !story.isNameless) && { 'media.id': `content-${content}` }),
    ...((hasAll || isMeasured()) && { 'media.length': 3_600 }),
    'media.contentType': isLive() ? 'live' : 'vod',
  });
  const isExtra = ({ type }: Intent): boolean => {
    const before = isTracked;
    if (type === 'playRequested') isTracked = true;
    if (type === 'ended' || type === 'unloaded') isTracked = false;
    return /^(playRequested|ended|unloaded)$/.test(type) && before === isTracked;
  };

  return {
    get status() {
      return status;
    },
    set status(next) {
      status = next;
      since = now();
    },
    get content() {
      return content;
    },
    get place() {
      return place;
    },
    set place(seconds) {
      place = seconds;
    },
    get isLive() {
      return isLive();
    },
    playhead,
    load: (next, at) => {
      content = next;
      place = at;
      status = 'ready';
    },
    run: () => {
      status = 'playing';
      since = now();
      sinceTick = 0;
    },
    get nextTick() {
      since = now();
      return status === 'playing' ? TICK_MS - sinceTick : Infinity;
    },
    advance: (ms) => {
      since = now();
      if (status !== 'playing') return false;
      place += ms / 1_000;
      sinceTick += ms;
      if (sinceTick < TICK_MS) return false;
      sinceTick = 0;
      return true;
    },
    measure: () => {
      if (isMeasured()) return false;
      measured = measured.add(content);
      return true;
    },
    emit: (intent) => {
      count++;
      if (!story.byHand) return emit(intent);
      if (isExtra(intent)) return;
      for (const [type, params, metadata] of words(intent, count))
        track(type, type === 'sessionStart' ? { ...params, ...facts(true) } : params, metadata);
    },
    createAdapter: () => ({
      name: 'player',
      playhead,
      media: () => ({ params: facts(false) }),
      subscribe: (listener) => void (emit = listener),
    }),
    forget: () => void (isTracked = false),
  };
}

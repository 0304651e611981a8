import type { Adapter } from './adapter';
import { readOwn } from './answers';
import { systemClock } from './clock';
import { settled, type Guard } from './guard';
import type { TrackerOptions } from './options';
import type { Input } from './session/input';
import type { QoeData } from './wire/events';

/** When something happens, and where the content stands; NaN where that cannot be read. */
export type Reading = Pick<Input, 'time' | 'playhead' | 'qoe'>;

/** Reads the clock and the player. */
export interface Reader {
  /** Reads time, playhead and quality; `playhead`: the one that is known. */
  read(playhead?: number): Reading;
  /** Reads only the time, or only the playhead. */
  time(): number;
  playhead(): number | undefined;
}

/** Creates the reader of a tracker. Each function that it calls is made once, because it reads with each intent. */
export function createReader(options: TrackerOptions, guard: Guard, getAdapter: () => Adapter | undefined): Reader {
  const clock = options.clock ?? systemClock;
  const noop = (): void => {};
  const askTime = (): number => clock.now();
  const askPlayhead = (): number => (getAdapter() ?? options).playhead!();
  const askQoe = (): QoeData | undefined => readOwn('qoe', settled(getAdapter()?.qoe?.()), guard, noop);
  const time = (): number => guard('clock.now()', askTime)!;
  // NaN: the playhead cannot be read, so it is not known whether it moves.
  const readPlayhead = (): number | undefined => (getAdapter() ?? options).playhead && (guard('playhead()', askPlayhead) ?? NaN);
  return {
    read: (playhead = readPlayhead()) => {
      const qoe = guard('the qoe() of the adapter', askQoe);
      return { time: time(), playhead, qoe };
    },
    time,
    playhead: readPlayhead,
  };
}

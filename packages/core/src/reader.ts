import type { Adapter } from './adapter';
import { readOwn } from './answers';
import { systemClock } from './clock';
import { settled, type Guard } from './guard';
import type { TrackerOptions } from './options';
import type { Input } from './session/input';
import { show } from './show';
import type { QoeData } from './wire/events';
import { isCount } from './wire/form';

/** When something happens, and where the content stands; NaN where that cannot be read. */
export type Reading = Pick<Input, 'time' | 'elapsed' | 'playhead' | 'qoe'>;

/** Reads the clock and the player. */
export interface Reader {
  /**
   * Adds time, playhead and quality to an input; a playhead that it has stays. `isMovement`: the playhead moved and no event follows from
   * it, so the quality is read once a second.
   */
  read<T extends object>(input: T & { readonly playhead?: number | undefined }, isMovement?: boolean): T & Reading;
  /** Reads only the time, or only the playhead. */
  time(): number;
  playhead(): number | undefined;
}

/** While the playhead moves, the quality is read so often. */
const QOE_MS = 1_000;

const noop = (): void => {};

/** Creates the reader of a tracker. Each function that it calls is made once, because it reads with each intent. */
export function createReader(
  options: TrackerOptions,
  guard: Guard,
  warn: (sentence: string) => void,
  getAdapter: () => Adapter | undefined,
): Reader {
  const clock = options.clock ?? systemClock;
  const askTime = (): number => clock.now();
  const askElapsed = (): number | undefined => clock.elapsed?.();
  // null: nobody can be asked. NaN: it is not known, and so not whether it moves.
  const askPlayhead = (): unknown => {
    const source = getAdapter() ?? options;
    return source.playhead ? (source.playhead() ?? NaN) : null;
  };
  const askQoe = (): QoeData | undefined => readOwn('qoe', settled(getAdapter()?.qoe?.()), guard, noop);
  const time = (): number => guard('clock.now()', askTime)!;
  let isWarned = false;
  const readPlayhead = (): number | undefined => {
    const playhead = guard('playhead()', askPlayhead);
    if (playhead === null) return undefined;
    if (typeof playhead === 'number') return playhead;
    // Once, because it is read several times a second; undefined: it threw, and that is a warning already.
    if (playhead !== undefined && !isWarned) {
      isWarned = true;
      warn(`playhead() is left out: expected seconds, got ${show(playhead)}.`);
    }
    return NaN;
  };
  let qoeReadAt = NaN;
  return {
    read: (input, isMovement) => {
      const reading = input as object as { -readonly [K in keyof Reading]: Reading[K] };
      if (reading.playhead === undefined) reading.playhead = readPlayhead();
      const now = (reading.time = time());
      const elapsed = guard('clock.elapsed()', askElapsed);
      reading.elapsed = isCount(elapsed) ? elapsed : NaN;
      if (isMovement && now >= qoeReadAt && now - qoeReadAt < QOE_MS) return input as typeof input & Reading;
      qoeReadAt = now;
      reading.qoe = guard('the qoe() of the adapter', askQoe);
      return input as typeof input & Reading;
    },
    time,
    playhead: readPlayhead,
  };
}

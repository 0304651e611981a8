import type { Guard } from './guard';
import { TIMES, type TrackerOptions } from './options';
import type { SessionSettings } from './session/snapshot';
import { show } from './show';

/** Settings of a session before it opens. */
export const DEFAULT_SETTINGS = { prerollWait: 250, pingInterval: 10_000, adPingInterval: 10_000 };

/** Reads the settings of a session that starts; one that is not valid is the default, with a warning unless it is undefined. */
export function readSettings(options: TrackerOptions, guard: Guard, warn: (sentence: string) => void): SessionSettings {
  const read = (name: keyof typeof DEFAULT_SETTINGS): number => {
    const option = options[name];
    const value = typeof option === 'function' ? guard(`${name}()`, option) : option;
    const [fits, expected] = TIMES[name];
    if (fits(value)) return value;
    if (value !== undefined) warn(`${name}() is left out: expected ${expected}, got ${show(value)}.`);
    return DEFAULT_SETTINGS[name];
  };
  return { prerollWait: read('prerollWait'), pingInterval: read('pingInterval'), adPingInterval: read('adPingInterval') };
}

import type { Guard } from './guard';
import { TIMES, type TrackerOptions } from './options';
import type { SessionSettings } from './session/snapshot';

/** Settings of a session before it opens. */
export const DEFAULT_SETTINGS = { prerollWait: 250, pingInterval: 10_000, adPingInterval: 10_000 };

/** Reads the settings of a session that starts; a value that is not valid is that of the defaults. */
export function readSettings(options: TrackerOptions, guard: Guard): SessionSettings {
  const read = (name: keyof typeof DEFAULT_SETTINGS): number => {
    const option = options[name];
    const value = typeof option === 'function' ? guard(`${name}()`, option) : option;
    return TIMES[name][0](value) ? value : DEFAULT_SETTINGS[name];
  };
  return { prerollWait: read('prerollWait'), pingInterval: read('pingInterval'), adPingInterval: read('adPingInterval') };
}

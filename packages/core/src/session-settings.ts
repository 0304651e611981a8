import type { Guard } from './guard';
import { isFrom, type TrackerOptions } from './options';
import type { SessionSettings } from './session/snapshot';

/** Settings of a session before it opens. */
export const DEFAULT_SETTINGS = { prerollWait: 250, pingInterval: 10_000, adPingInterval: 10_000 };

/** Reads the settings of a session that starts; a value that is not valid is that of the defaults. */
export function readSettings(options: TrackerOptions, guard: Guard): SessionSettings {
  const milliseconds = (name: keyof typeof DEFAULT_SETTINGS, least: number, most = Infinity): number => {
    const option = options[name];
    const value = typeof option === 'function' ? guard(`${name}()`, option) : option;
    return isFrom(least, most)(value) ? value : DEFAULT_SETTINGS[name];
  };
  return {
    prerollWait: milliseconds('prerollWait', 0),
    pingInterval: milliseconds('pingInterval', 10_000, 50_000),
    adPingInterval: milliseconds('adPingInterval', 1_000),
  };
}

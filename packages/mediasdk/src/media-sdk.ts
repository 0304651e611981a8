import { CONSTANTS } from './constants';
import { createMediaTracker, type Shared } from './media-tracker';
import { create, demand, kinds } from './objects';
import type { MediaConfig, MediaSdk, MediaSdkOptions } from './surface';

class Config {
  ssl = true;
}

/** Makes the surface of Adobe's MediaSDK 3.x. Nothing of it throws: each mistake is named once by `console.warn`. */
export function createMediaSdk(options: MediaSdkOptions = {}): MediaSdk {
  let shared: Shared | undefined;
  const warned: Record<string, boolean> = {};
  /** The same methods; where one throws, it is named with the reason, and returns null. */
  const guard = <T extends object>(methods: T): T => {
    for (const [name, run] of Object.entries(methods) as [keyof T & string, (...args: unknown[]) => unknown][])
      methods[name] = ((...args: unknown[]) => {
        try {
          return run(...args);
        } catch (error) {
          const sentence = `media-collection: ${name} is ignored: ${(error as Error | null)?.message ?? 'something was thrown'}.`;
          if (!warned[sentence]) console.warn(sentence);
          warned[sentence] = true;
          return null;
        }
      }) as T[typeof name];
    return methods;
  };
  const functions: Record<string, (...args: never[]) => unknown> = {
    configure: (config: MediaConfig, app: Shared['app']) => {
      demand(!shared && config?.trackingServer && app, 'one call, with trackingServer and AppMeasurement', config);
      shared = { ...options, config, app };
    },
    getInstance: (trackerConfig: unknown) => {
      demand(shared, 'ADB.Media.configure() before', 'none');
      return guard(createMediaTracker(shared!, trackerConfig));
    },
  };
  for (const kind of kinds) functions[`create${kind}Object`] = (...values: unknown[]) => create(kind, values);
  return {
    Media: { ...CONSTANTS, version: '3.1.0', ...guard(functions) },
    MediaConfig: Config,
  } as unknown as MediaSdk;
}

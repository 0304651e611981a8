import {
  createTracker,
  listen,
  type AdAnswer,
  type CheckedOptions,
  type MediaAnswer,
  type StartParams,
  type Tracker,
  type TrackerOptions,
  type WiredOptions,
} from '@media-collection/core';
import { createAdapter, demandPlayer, type VideojsOptions } from './adapter';
import type { VideojsAdGuess, VideojsGuess } from './native';
import type { VideoJsPlayer } from './player';

/** The options of the plugin: those of `createTracker`, also with `wire`, and of the adapter, in one object. */
export type MediaCollectionOptions = (
  | TrackerOptions<StartParams, MediaAnswer, AdAnswer, VideojsGuess, VideojsAdGuess>
  | WiredOptions<StartParams, MediaAnswer, AdAnswer, VideojsGuess, VideojsAdGuess>
) &
  VideojsOptions;

/** The same, with what the functions `params`, `media` and `ad` return: a key that does not exist is a type error there, too. */
export type CheckedMediaCollection<P, M, A> = CheckedOptions<P, M, A, VideojsGuess, VideojsAdGuess> & VideojsOptions;

/** The plugin as a method of a player: with options it tracks the player anew and returns the tracker, without them it returns the existing one. */
export interface MediaCollection {
  <const P extends StartParams, const M extends MediaAnswer, const A extends AdAnswer>(
    options: CheckedMediaCollection<P, M, A>,
  ): Tracker;
  (): Tracker | undefined;
}

/** What is needed of Video.js itself, of whatever build. */
export interface VideoJs {
  (player: never, ...rest: never[]): unknown;
  /** Not in the types of Video.js, but there. */
  readonly VERSION?: string;
  getPlugin(name: string): unknown;
  getPlayer(player: never): unknown;
  registerPlugin(name: string, plugin: never): unknown;
}

/** Tracks a player, which may be given by its element or id, and returns the tracker. */
export type MediaCollectionOf = <const P extends StartParams, const M extends MediaAnswer, const A extends AdAnswer>(
  player: unknown,
  options: CheckedMediaCollection<P, M, A>,
) => Tracker;

const NAME = 'mediaCollection';

/** A player of a Video.js that the plugin is registered with. */
type Followed = VideoJsPlayer & Record<typeof NAME, MediaCollection>;

/** Trackers and the players that they follow. */
const trackers = new WeakMap<object, Tracker>();

/** @throws TypeError when the player was disposed of, or an option is missing or wrong. */
function follow(player: VideoJsPlayer, version: string, options: MediaCollectionOptions): Tracker {
  demandPlayer(player);
  // A wrong option throws here, before anything is taken down or put up.
  const adapter = createAdapter(player, version, options);
  const tracker = createTracker(options);
  trackers.get(player)?.destroy();
  trackers.set(player, tracker);
  tracker.attach({
    ...adapter,
    subscribe: (emit, signal) => {
      adapter.subscribe(emit, signal);
      listen(player, { dispose: () => void tracker.destroy() }, emit, signal);
    },
  });
  return tracker;
}

/** Registers the plugin `mediaCollection` with Video.js, for example `video.js/core`, and returns the same object, typed with the plugin. */
export function register<V extends VideoJs>(videojs: V): V & { mediaCollection: MediaCollectionOf } {
  const { VERSION = '' } = videojs;
  const mediaCollection: MediaCollectionOf = (player, options) => {
    const found =
      typeof player === 'string' || (player as Node | undefined)?.nodeType
        ? (videojs.getPlayer(player as never) ?? videojs(player as never))
        : player;
    // Through the plugin: another copy of this package on the page may have registered it.
    demandPlayer(found);
    return (found as Followed)[NAME](options);
  };
  function plugin(this: VideoJsPlayer, options?: MediaCollectionOptions): Tracker | undefined {
    return options ? follow(this, VERSION, options) : trackers.get(this);
  }
  if (!videojs.getPlugin(NAME)) videojs.registerPlugin(NAME, plugin as never);
  return Object.assign(videojs, { mediaCollection });
}

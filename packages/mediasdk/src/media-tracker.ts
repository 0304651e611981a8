import { createTracker, type Adapter, type TrackerOptions } from '@media-collection/core';
import { consentOf, identityOf, onConsent, type AppMeasurementLike } from './app-measurement';
import { EVENT, WIRE_KEYS } from './constants';
import { demand, kinds, read, type Values } from './objects';
import type { MediaConfig, MediaSdkOptions, MediaTracker } from './surface';

/** A playhead within so many seconds of where the last session ended is of that session. */
const NEAR_S = 5;
/** The length of what has no end (P-13). */
const DAY_S = 86_400;
/** How often AppMeasurement is asked whether it is ready, as it does itself. */
const POLL_MS = 100;
/** An adapter's start waits so long for the page's own trackSessionStart. */
const PAGE_MS = 900;

/** What all trackers of a page share. */
export interface Shared extends MediaSdkOptions {
  readonly config: MediaConfig;
  readonly app: AppMeasurementLike;
}

/** Makes a tracker of Adobe's surface over one of core; its methods throw an Error where they are called in vain. */
export function createMediaTracker({ config, app, fetch, clock }: Shared, trackerConfig: unknown): MediaTracker {
  const { trackingServer, ssl = true, channel, playerName, appVersion } = config;
  const { 'media.channel': ownChannel = channel, 'media.playerName': ownName = playerName } = (trackerConfig ?? {}) as Values;
  const after = (ms: number, run: () => void): unknown => (clock ? clock.after(ms, run) : setTimeout(run, ms));
  let playhead = 0;
  let endedAt = NaN;
  let media: Values = {};
  let isManual = false;
  let isAttached = false;

  const params = (): object => ({
    ...identityOf(app),
    'media.channel': ownChannel,
    'media.playerName': ownName,
    'media.sdkVersion': appVersion || undefined,
  });
  const isReady = (): boolean => !app.isReadyToTrack || app.isReadyToTrack();
  /** Waits until AppMeasurement knows the visitor. */
  const poll = (resolve: () => void): unknown => (isReady() ? resolve() : after(POLL_MS, () => poll(resolve)));
  const core = createTracker({
    endpoint: `http${ssl ? 's' : ''}://${trackingServer}`,
    insecure: !ssl,
    params: () => (isReady() ? params() : new Promise<void>(poll).then(params)),
    // The page may say in the same moment, or soon, what the player of an adapter plays.
    media: () => (isManual ? undefined : new Promise((resolve) => after(PAGE_MS, resolve as () => void))),
    prerollWait: () => media['media.prerollwaittime'],
    adPingInterval: () => (media['media.granularadtracking'] ? 1_000 : 10_000),
    playhead: () => playhead,
    consent: consentOf,
    fetch,
    clock,
  } as unknown as TrackerOptions);
  onConsent(() => core.consent(consentOf()));

  const track = (type: string, params: Values = {}, contextData?: unknown): void => {
    const customMetadata: Values = {};
    // Of an ad, the player is that of the page's configuration, whatever the tracker's own says.
    if (type === 'adStart') params['media.ad.playerName'] = playerName || 'unknown';
    for (const [key, value] of Object.entries((contextData ?? {}) as object)) {
      const wireKey = WIRE_KEYS[type + key];
      if (value !== null && value !== undefined) (wireKey ? params : customMetadata)[wireKey ?? key] = String(value);
    }
    if (/^session[CE]/.test(type)) endedAt = playhead;
    (core.track as (type: string, params: object, customMetadata: object) => void)(type, params, customMetadata);
  };

  return {
    trackSessionStart: (object, contextData) => {
      const told = read('Media', object);
      media = object as never;
      if (!Number.isFinite(told['media.length'])) told['media.length'] = DAY_S;
      if (Math.abs(playhead - endedAt) < NEAR_S) playhead = 0;
      endedAt = NaN;
      told['media.streamType'] = media['media.type'];
      told['media.resume'] = !!media['media.resumed'];
      isManual = true;
      track('sessionStart', told, contextData);
      isManual = false;
    },
    trackPlay: () => track('play'),
    trackPause: () => track('pauseStart'),
    trackComplete: () => track('sessionComplete'),
    trackSessionEnd: () => track('sessionEnd'),
    trackEvent: (event: string, info?: unknown, contextData?: unknown) => {
      // Adobe's script takes the names of the other methods, too.
      demand(
        Object.values<string>(EVENT).includes(event) || /^(play|pause|session[CE])/.test(event),
        'one of ADB.Media.Event',
        event,
      );
      const kind = kinds.find((name) => RegExp(`^${name}(Start|End)$`, 'i').test(event));
      track(event === 'pause' ? 'pauseStart' : event, kind && read(kind, info), contextData);
    },
    trackError: (errorId) => track('error', { 'media.qoe.errorID': errorId }),
    updatePlayhead: (seconds) => {
      demand(Number.isFinite(seconds) && seconds >= 0, 'seconds from 0', seconds);
      playhead = seconds;
    },
    updateQoEObject: (object) => core.qoe(read('QoE', object)),
    attach: (adapter: Adapter) => {
      isAttached = true;
      return core.attach(adapter);
    },
    // What an adapter began, nobody else ends.
    destroy: () => core.destroy({ keepSession: !isAttached }),
  };
}

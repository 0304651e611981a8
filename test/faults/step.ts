import type { Consent, Intent } from '@media-collection/core';

/** What happens around the player. */
export type PageWord = 'hide' | 'show' | 'freeze' | 'thaw' | 'leave' | 'return' | 'die';

/** One step of a viewing: milliseconds since its beginning, and what is done then. It is plain data, so that a run can be printed. */
export type Step =
  | readonly [at: number, what: 'emit', intent: Intent]
  | readonly [at: number, what: 'track', type: string, params?: object, customMetadata?: object]
  | readonly [at: number, what: 'qoe', values: object]
  /** From here the playhead goes on so many times as fast as the clock. */
  | readonly [at: number, what: 'playhead', seconds: number, rate: number]
  | readonly [at: number, what: 'page', word: PageWord]
  | readonly [at: number, what: 'jump', ms: number]
  | readonly [at: number, what: 'consent', decision: Consent]
  | readonly [at: number, what: 'detach' | 'attach' | 'destroy'];

/** A viewer, the page and the player: all that happens where no network is. */
export interface Viewing {
  /** The page tracks everything by hand; no adapter is attached. */
  readonly byHand: boolean;
  readonly prerollWait: number;
  readonly adPingInterval: number;
  readonly consent: Consent;
  /** Milliseconds after which the promise of the params is kept, or broken; undefined: they are plain. */
  readonly params: { readonly after: number; readonly kept: boolean } | undefined;
  readonly steps: readonly Step[];
}

/** The content that is watched. */
export const content = { 'media.length': 3_600, 'media.contentType': 'vod' } as const;

type By<T extends Intent['type']> = Extract<Intent, { type: T }>;
type Track = readonly [type: string, params?: object, customMetadata?: object];
type Words = { readonly [T in Intent['type']]?: (intent: By<T>, count: number) => readonly Track[] };

/** How a page says by hand what an adapter says by an intent. */
const words: Words = {
  playRequested: (_, count) => [['sessionStart', { ...content, 'media.id': `by-hand-${count}` }, { page: 'own' }]],
  playing: () => [['play']],
  paused: () => [['pauseStart']],
  waiting: () => [['bufferStart']],
  seeking: () => [['seekStart']],
  seeked: () => [['seekComplete']],
  ended: () => [['sessionComplete']],
  unloaded: () => [['sessionEnd']],
  failed: ({ id }) => [['error', { 'media.qoe.errorID': id, 'media.qoe.errorSource': 'player' }]],
  bitrate: () => [['bitrateChange']],
  state: ({ name, on }) => [[on ? 'stateStart' : 'stateEnd', { 'media.state.name': name }]],
  chapter: ({ chapter }) =>
    chapter
      ? [
          [
            'chapterStart',
            {
              'media.chapter.index': chapter.index,
              'media.chapter.offset': chapter.start,
              'media.chapter.length': chapter.end - chapter.start,
            },
          ],
        ]
      : [['chapterComplete']],
  adBreakStarted: (_, count) => [['adBreakStart', { 'media.ad.podIndex': count, 'media.ad.podSecond': 0 }]],
  adAnnounced: ({ guess }, count) => [['adStart', { ...guess?.params, 'media.ad.podPosition': count }]],
  adEnded: ({ skipped }) => [[skipped ? 'adSkip' : 'adComplete']],
  adBreakEnded: () => [['adBreakComplete']],
};

/** The same said by hand; `count` tells contents, breaks and ads apart. */
export const byHand = (intent: Intent, count: number): readonly Track[] =>
  (words[intent.type] as ((intent: Intent, count: number) => readonly Track[]) | undefined)?.(intent, count) ?? [];

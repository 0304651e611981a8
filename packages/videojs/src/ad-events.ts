/** Events of the player that videojs-contrib-ads renames while it gives the content back. */
export const RETURNED = ['playing', 'pause', 'waiting', 'seeking', 'seeked', 'timeupdate', 'ratechange'] as const;

/** Events of the player that videojs-contrib-ads renames in a break, and while an ad is awaited. */
export const IN_BREAK = [...RETURNED, 'loadstart', 'loadeddata', 'canplay', 'durationchange', 'play', 'ended', 'error'] as const;

/** One of these. */
export type InBreak = (typeof IN_BREAK)[number];

/**
 * Native events of ads in the table: videojs-contrib-ads' own, those that its ad plugins agreed on, and the player's own as
 * it renames them, with `ad` before them while ads are shown or awaited, with `content` while the content comes back.
 */
export type AdEvents = Record<
  | 'adstart'
  | 'adend'
  | 'ademptied'
  | 'advolumechange'
  | 'ads-ad-started'
  | 'ads-ad-ended'
  | 'ads-ad-skipped'
  | 'ads-pause'
  | 'ads-play'
  | 'playerreset'
  | 'contentended'
  | 'resumeended'
  | 'contentemptied'
  | 'contentplay'
  | 'contenterror'
  | 'contentdurationchange'
  | 'contentloadeddata'
  | 'contentcanplay'
  | 'contentvolumechange'
  | `content${(typeof RETURNED)[number]}`
  | `ad${InBreak}`,
  Event
>;

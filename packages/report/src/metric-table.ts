/** The calls that the back end issues for a session (docs/guide/analysts.md). */
export type CallName = 'mediaStart' | 'adStart' | 'adClose' | 'chapterStart' | 'chapterClose' | 'mediaClose';

/**
 * The one table of metrics (docs/guide/analysts.md): plain name, the call it stands on, its name after `a.media.`, its path under
 * `mediaReporting`, and its kind. A flag is 0 or 1, and a boolean or, as `flagText`, a text in XDM; a kind that ends in `?` may be absent.
 * In the metrics of a session those of ads and chapters are sums.
 */
export const metricTable = {
  /** 1 when `sessionStart` has come. */
  mediaStarts: ['mediaStart', 'view', 'sessionDetails.isViewed', 'flag'],
  /** 1 when main content has begun: a `play` outside of ad breaks. */
  contentStarts: ['mediaClose', 'play', 'sessionDetails.isPlayed', 'flag'],
  /** As {@link contentStarts}. */
  contentSegmentViews: ['mediaClose', 'segmentView', 'sessionDetails.hasSegmentView', 'flag'],
  /** Seconds of playing on main content: no ads, pauses, buffering or stalls; what is seen twice counts twice. */
  contentTimeSpent: ['mediaClose', 'timePlayed', 'sessionDetails.timePlayed', 'seconds'],
  /** Seconds of playing, ads included. */
  mediaTimeSpent: ['mediaClose', 'totalTimePlayed', 'sessionDetails.totalTimePlayed', 'seconds'],
  /** Seconds of the content that were played at least once. */
  uniqueTimePlayed: ['mediaClose', 'uniqueTimePlayed', 'sessionDetails.uniqueTimePlayed', 'seconds'],
  /** Content time spent through content length; absent without a length. */
  averageMinuteAudience: ['mediaClose', 'averageMinuteAudience', 'sessionDetails.averageMinuteAudience', 'share?'],
  /** One for every half hour of media time spent that has begun. */
  estimatedStreams: ['mediaClose', 'estimatedStreams', 'sessionDetails.estimatedStreams', 'count'],
  /** 1 when the playhead has reached 10 % of the length, once main content had begun. */
  progress10: ['mediaClose', 'progress10', 'sessionDetails.hasProgress10', 'flag'],
  /** As {@link progress10}, for 25 %. */
  progress25: ['mediaClose', 'progress25', 'sessionDetails.hasProgress25', 'flag'],
  /** As {@link progress10}, for 50 %. */
  progress50: ['mediaClose', 'progress50', 'sessionDetails.hasProgress50', 'flag'],
  /** As {@link progress10}, for 75 %. */
  progress75: ['mediaClose', 'progress75', 'sessionDetails.hasProgress75', 'flag'],
  /** As {@link progress10}, for 95 %. */
  progress95: ['mediaClose', 'progress95', 'sessionDetails.hasProgress95', 'flag'],
  /** 1 when a `sessionComplete` has come. */
  contentCompletes: ['mediaClose', 'complete', 'sessionDetails.isCompleted', 'flag'],
  /** 1 when the session continues an earlier one. */
  contentResumes: ['mediaClose', 'resume', 'sessionDetails.hasResume', 'flag'],
  /** Pauses, in content and ads; a `pauseStart` inside a pause is none. */
  pauseEvents: ['mediaClose', 'pauseCount', 'sessionDetails.pauseCount', 'count'],
  /** Seconds from `pauseStart` to what ends the pause. */
  totalPauseDuration: ['mediaClose', 'pauseTime', 'sessionDetails.pauseTime', 'seconds'],
  /** 1 when there was a pause. */
  pausedImpactedStreams: ['mediaClose', 'pause', 'sessionDetails.hasPauseImpactedStreams', 'flag'],
  /** Ads that began inside a break. */
  adCount: ['mediaClose', 'adCount', 'sessionDetails.adCount', 'count'],
  /** Chapters that began. */
  chapterCount: ['mediaClose', 'chapterCount', 'sessionDetails.chapterCount', 'count'],
  /** Seconds that the service waited in vain before it closed the session: 0 after an end, 600 after 10 minutes of silence. */
  secondsSinceLastCall: ['mediaClose', 'secondsSinceLastCall', 'sessionDetails.secondsSinceLastCall', 'seconds'],
  /** The minutes between which the content was played, e.g. `[0-1]`; absent when it was not. */
  segment: ['mediaClose', 'segment', 'sessionDetails.segment', 'text?'],
  /** 1 when the session closed before main content began. */
  dropsBeforeStart: ['mediaClose', 'qoe.dropBeforeStart', 'qoeDataDetails.isDroppedBeforeStart', 'flag'],
  /** Seconds to the first frame, as the player last reported it; absent when it did not. */
  timeToStart: ['mediaClose', 'qoe.timeToStart', 'qoeDataDetails.timeToStart', 'seconds?'],
  /** How often the player began to wait for data. */
  bufferEvents: ['mediaClose', 'qoe.bufferCount', 'qoeDataDetails.bufferCount', 'count'],
  /** Seconds from `bufferStart` to the next word of the player. */
  totalBufferDuration: ['mediaClose', 'qoe.bufferTime', 'qoeDataDetails.bufferTime', 'seconds'],
  /** 1 when the player waited for data. */
  bufferImpactedStreams: ['mediaClose', 'qoe.buffer', 'qoeDataDetails.hasBufferImpactedStreams', 'flag'],
  /** `bitrateChange` events. */
  bitrateChanges: ['mediaClose', 'qoe.bitrateChangeCount', 'qoeDataDetails.bitrateChangeCount', 'count'],
  /** 1 when the bitrate changed. */
  bitrateChangeImpactedStreams: ['mediaClose', 'qoe.bitrateChange', 'qoeDataDetails.hasBitrateChangeImpactedStreams', 'flag'],
  /** Mean of the bitrates, weighted by the time that was played with each; in the unit in which they were reported. */
  averageBitrate: ['mediaClose', 'qoe.bitrateAverage', 'qoeDataDetails.bitrateAverage', 'number?'],
  /** The hundred in which the average bitrate lies, e.g. `800-899`. */
  averageBitrateBucket: ['mediaClose', 'qoe.bitrateAverageBucket', 'qoeDataDetails.bitrateAverageBucket', 'text?'],
  /** Frames, as the player last reported them; absent when it did not. */
  droppedFrames: ['mediaClose', 'qoe.droppedFrameCount', 'qoeDataDetails.droppedFrames', 'count?'],
  /** 1 when frames were dropped. */
  droppedFrameImpactedStreams: ['mediaClose', 'qoe.droppedFrames', 'qoeDataDetails.hasDroppedFrameImpactedStreams', 'flag'],
  /** Frames per second, as the player last reported; absent when it did not. Context data has no name for it. */
  framesPerSecond: ['mediaClose', '', 'qoeDataDetails.framesPerSecond', 'count?'],
  /** `error` events. */
  errors: ['mediaClose', 'qoe.errorCount', 'qoeDataDetails.errorCount', 'count'],
  /** 1 when there was an error. */
  errorImpactedStreams: ['mediaClose', 'qoe.error', 'qoeDataDetails.hasErrorImpactedStreams', 'flag'],
  /** Ids of the player's errors, each once. */
  playerErrors: ['mediaClose', 'qoe.playerSdkErrors', 'qoeDataDetails.playerSdkErrors', 'texts'],
  /** Ids of errors from elsewhere, each once. */
  externalErrors: ['mediaClose', 'qoe.externalErrors', 'qoeDataDetails.externalErrors', 'texts'],
  /** How often main content stood over three or more events while it should have played. */
  stallEvents: ['mediaClose', 'qoe.stallCount', 'qoeDataDetails.stallCount', 'count'],
  /** Seconds from the first to the last event between which the playhead stood. */
  totalStallDuration: ['mediaClose', 'qoe.stallTime', 'qoeDataDetails.stallTime', 'seconds'],
  /** 1 when there was a stall. */
  stallImpactedStreams: ['mediaClose', 'qoe.stall', 'qoeDataDetails.hasStallImpactedStreams', 'flag'],
  /** 1 when `media.federated` says so; the API's schema has no such key. */
  federated: ['mediaClose', 'federated', 'sessionDetails.isFederated', 'flag'],
  /** 1 when `media.pass.auth` is `"true"`, in any spelling; a text in XDM. */
  authorized: ['mediaClose', 'pass.auth', 'sessionDetails.authorized', 'flagText'],
  /** 1 when `media.downloaded` is true. */
  downloaded: ['mediaClose', 'downloaded', 'sessionDetails.isDownloaded', 'flag'],
  /** Ads that began inside a break. */
  adStarts: ['adStart', 'ad.view', 'advertisingDetails.isStarted', 'flag'],
  /** Ads that were seen to their end. */
  adCompletes: ['adClose', 'ad.complete', 'advertisingDetails.isCompleted', 'flag'],
  /** Seconds of playing on ads. */
  adTimeSpent: ['adClose', 'ad.timePlayed', 'advertisingDetails.timePlayed', 'seconds'],
  /** Chapters that began. */
  chapterStarts: ['chapterStart', 'chapter.view', 'chapterDetails.isStarted', 'flag'],
  /** Chapters that were seen to their end. */
  chapterCompletes: ['chapterClose', 'chapter.complete', 'chapterDetails.isCompleted', 'flag'],
  /** Seconds of playing main content inside chapters. */
  chapterTimeSpent: ['chapterClose', 'chapter.timePlayed', 'chapterDetails.timePlayed', 'seconds'],
} as const;

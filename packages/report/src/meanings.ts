import type { Meaning } from './meanings/meaning';
import { qualityMeanings } from './meanings/quality';
import { spans } from './meanings/spans';
import { viewing } from './meanings/viewing';
import type { Metrics } from './metrics';

export type { Meaning, Switch } from './meanings/meaning';

/** Metrics that belong together, in the order in which one reads them. */
export const metricGroups: Readonly<Record<string, readonly (keyof Metrics)[]>> = {
  Content: [
    'mediaStarts',
    'contentStarts',
    'contentSegmentViews',
    'contentTimeSpent',
    'mediaTimeSpent',
    'uniqueTimePlayed',
    'averageMinuteAudience',
    'estimatedStreams',
    'contentCompletes',
    'contentResumes',
    'segment',
    'secondsSinceLastCall',
  ],
  Progress: ['progress10', 'progress25', 'progress50', 'progress75', 'progress95'],
  Pauses: ['pauseEvents', 'totalPauseDuration', 'pausedImpactedStreams'],
  Ads: ['adCount', 'adStarts', 'adCompletes', 'adTimeSpent'],
  Chapters: ['chapterCount', 'chapterStarts', 'chapterCompletes', 'chapterTimeSpent'],
  Quality: [
    'dropsBeforeStart',
    'timeToStart',
    'bufferEvents',
    'totalBufferDuration',
    'bufferImpactedStreams',
    'bitrateChanges',
    'bitrateChangeImpactedStreams',
    'averageBitrate',
    'averageBitrateBucket',
    'droppedFrames',
    'droppedFrameImpactedStreams',
    'framesPerSecond',
    'stallEvents',
    'totalStallDuration',
    'stallImpactedStreams',
  ],
  Errors: ['errors', 'errorImpactedStreams', 'playerErrors', 'externalErrors'],
  'Player states': ['states'],
  Origin: ['federated', 'authorized', 'downloaded'],
};

/**
 * What every metric means: its names in Adobe Analytics and in Customer Journey Analytics, one sentence of meaning, how it is computed,
 * Adobe's page, what switches it on in a report suite, and both readings where Adobe's pages disagree.
 */
export const meanings: Readonly<Record<keyof Metrics, Meaning>> = { ...viewing, ...spans, ...qualityMeanings };

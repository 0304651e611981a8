import { dimensionPage, metricPage, type Meaning } from './meaning';

const quality = (meaning: Omit<Meaning, 'switchedOnBy'>): Meaning => ({
  switchedOnBy: 'Media Quality',
  ...meaning,
});

type QualityMetric =
  | 'dropsBeforeStart'
  | 'timeToStart'
  | 'bufferEvents'
  | 'totalBufferDuration'
  | 'bufferImpactedStreams'
  | 'bitrateChanges'
  | 'bitrateChangeImpactedStreams'
  | 'averageBitrate'
  | 'averageBitrateBucket'
  | 'droppedFrames'
  | 'droppedFrameImpactedStreams'
  | 'framesPerSecond'
  | 'errors'
  | 'errorImpactedStreams'
  | 'playerErrors'
  | 'externalErrors'
  | 'stallEvents'
  | 'totalStallDuration'
  | 'stallImpactedStreams';

/** Quality of experience. */
export const qualityMeanings: Readonly<Record<QualityMetric, Meaning>> = {
  dropsBeforeStart: quality({
    analytics: 'Drops before start',
    cja: 'Drops Before Starts',
    unit: 'sessions',
    meaning: 'The session ended before anything of the main content was seen, with or without ads.',
    computation: '1 at the close when no play on main content came.',
    page: metricPage('drops-before-start'),
  }),
  timeToStart: quality({
    analytics: 'Time to start',
    cja: 'Time To Start',
    unit: 'seconds',
    meaning: 'How long the viewer waited for the first picture.',
    computation: 'The last media.qoe.timeToStart, which is in milliseconds on the wire; absent when none was sent.',
    page: metricPage('time-to-start'),
    disagreement: {
      one: 'From the request to play to the first frame.',
      other: 'From loading, or from the session start, to the first frame.',
      choice: 'Whatever the player sends.',
    },
  }),
  bufferEvents: quality({
    analytics: 'Buffer events',
    cja: 'Buffer Events',
    unit: 'times',
    meaning: 'How often playback stopped to load.',
    computation: 'One for each bufferStart that begins to buffer.',
    page: metricPage('buffer-events'),
  }),
  totalBufferDuration: quality({
    analytics: 'Total buffer duration',
    cja: 'Total Buffer Duration',
    unit: 'seconds',
    meaning: 'How long playback stood to load in all.',
    computation: 'Sum of the time from each bufferStart to the next change of state.',
    page: metricPage('total-buffer-duration'),
  }),
  bufferImpactedStreams: quality({
    analytics: 'Buffer impacted streams',
    cja: 'Buffer Impacted Streams',
    unit: 'sessions',
    meaning: 'Playback stopped to load at least once.',
    computation: '1 with the first bufferStart.',
    page: metricPage('buffer-impacted-streams'),
  }),
  bitrateChanges: quality({
    analytics: 'Bitrate changes',
    cja: 'Bitrate Changes',
    unit: 'times',
    meaning: 'How often the bitrate changed.',
    computation: 'One for each bitrateChange.',
    page: metricPage('bitrate-changes'),
  }),
  bitrateChangeImpactedStreams: quality({
    analytics: 'Bitrate change impacted streams',
    cja: 'Bitrate Change Impacted Streams',
    unit: 'sessions',
    meaning: 'The bitrate changed at least once.',
    computation: '1 with the first bitrateChange.',
    page: metricPage('bitrate-change-impacted-streams'),
  }),
  averageBitrate: quality({
    analytics: 'Average bitrate',
    cja: 'Average Bitrate',
    unit: 'kbps',
    meaning: 'The mean bitrate of what was played.',
    computation: 'Mean of the bitrates that were sent, each weighted by the time that content or ads played with it.',
    page: metricPage('average-bitrate'),
    disagreement: {
      one: 'A whole number of kilobits per second.',
      other: 'A continuous value, made for percentiles.',
      choice: 'Unrounded.',
    },
  }),
  averageBitrateBucket: quality({
    analytics: 'Average bitrate (dimension)',
    cja: 'Average Bitrate Bucket',
    unit: 'text',
    meaning: 'The hundred in which the average bitrate lies.',
    computation: 'Rounded down to hundreds, e.g. 800-899.',
    page: dimensionPage('average-bitrate'),
  }),
  droppedFrames: quality({
    analytics: 'Dropped frames',
    cja: 'Dropped Frames',
    unit: 'frames',
    meaning: 'Frames that were decoded and not shown.',
    computation: 'The last media.qoe.droppedFrames, which must be a running total; absent when none was sent.',
    page: metricPage('dropped-frames'),
  }),
  droppedFrameImpactedStreams: quality({
    analytics: 'Dropped frame impacted streams',
    cja: 'Dropped Frame Impacted Streams',
    unit: 'sessions',
    meaning: 'Frames were dropped.',
    computation: '1 when the last value is above 0.',
    page: metricPage('dropped-frame-impacted-streams'),
  }),
  framesPerSecond: {
    analytics: 'Frames per second',
    cja: 'Frames Per Second',
    unit: 'fps',
    switchedOnBy: 'Customer Journey Analytics only',
    meaning: 'The frame rate that the player reported last.',
    computation: 'The last media.qoe.framesPerSecond; context data has no name for it.',
  },
  errors: quality({
    analytics: 'Error events',
    cja: 'Errors',
    unit: 'times',
    meaning: 'How many errors the player reported.',
    computation: 'One for each error event.',
    page: metricPage('error-events'),
    disagreement: {
      one: 'A metric, “Error events”, and a dimension, “Errors”.',
      other: 'One field of XDM, “Errors”, whose data view may show it as either.',
      choice: 'The count. The flag has a name of its own, errorImpactedStreams.',
    },
  }),
  errorImpactedStreams: quality({
    analytics: 'Error impacted streams',
    cja: 'Error Impacted Streams',
    unit: 'sessions',
    meaning: 'The player reported at least one error.',
    computation: '1 with the first error event.',
    page: metricPage('error-impacted-streams'),
  }),
  playerErrors: quality({
    analytics: 'Player SDK error IDs (dimension)',
    cja: 'Player SDK Error IDs',
    unit: 'text',
    meaning: 'The codes of the player’s errors.',
    computation: 'Each media.qoe.errorID whose source is not external, once.',
    page: dimensionPage('player-sdk-error-ids'),
  }),
  externalErrors: quality({
    analytics: 'External error IDs (dimension)',
    cja: 'External Error IDs',
    unit: 'text',
    meaning: 'The codes of errors from elsewhere, such as a CDN.',
    computation: 'Each media.qoe.errorID whose source is external, once.',
    page: dimensionPage('external-error-ids'),
  }),
  stallEvents: {
    analytics: 'Stall events',
    cja: 'Stalling Events',
    unit: 'times',
    switchedOnBy: 'processing rule',
    meaning: 'How often content stood although it should have moved.',
    computation: 'Three events in a row without movement of the playhead, over more than a second, while content plays.',
    page: metricPage('stall-events'),
    disagreement: {
      one: 'Three events in a row without movement.',
      other: '“Stalling”, without saying how it is seen.',
      choice: 'Three events, over more than a second.',
    },
  },
  totalStallDuration: {
    analytics: 'Total stalling duration',
    cja: 'Total Stalling Duration',
    unit: 'seconds',
    switchedOnBy: 'processing rule',
    meaning: 'How long content stood in stalls.',
    computation: 'Sum of the time from the first to the last of the events between which the playhead stood.',
    page: metricPage('total-stalling-duration'),
  },
  stallImpactedStreams: {
    analytics: 'Stall impacted streams',
    cja: 'Stalling Impacted Streams',
    unit: 'sessions',
    switchedOnBy: 'processing rule',
    meaning: 'Content stood at least once although it should have moved.',
    computation: '1 with the first stall.',
    page: metricPage('stall-impacted-streams'),
  },
};

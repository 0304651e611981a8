import { dimensionPage, metricPage, PAGES, type Meaning } from './meaning';

const progress = (share: number): Meaning => ({
  analytics: `${share}% progress marker`,
  cja: `${share}% Progress Marker`,
  unit: 'sessions',
  switchedOnBy: 'Media Core',
  meaning: `The viewer got as far as ${share} % of the content.`,
  computation: `Set once the playhead of any event reaches ${share} % of media.length, after main content began; never without a length.`,
  page: metricPage(`progress-markers#progress-${share}`),
  disagreement: {
    one: 'A jump forward sets every marker that it passes.',
    other: 'Markers that a jump skips are not counted.',
    choice: 'A jump sets every marker that it passes.',
  },
});

type ViewingMetric =
  | 'mediaStarts'
  | 'contentStarts'
  | 'contentSegmentViews'
  | 'contentTimeSpent'
  | 'mediaTimeSpent'
  | 'uniqueTimePlayed'
  | 'averageMinuteAudience'
  | 'estimatedStreams'
  | 'progress10'
  | 'progress25'
  | 'progress50'
  | 'progress75'
  | 'progress95'
  | 'contentCompletes'
  | 'contentResumes'
  | 'segment'
  | 'pauseEvents'
  | 'totalPauseDuration'
  | 'pausedImpactedStreams'
  | 'secondsSinceLastCall';

/** What was opened, watched and paused. */
export const viewing: Readonly<Record<ViewingMetric, Meaning>> = {
  mediaStarts: {
    analytics: 'Media starts',
    cja: 'Media Starts',
    unit: 'sessions',
    switchedOnBy: 'Media Core',
    meaning: 'A session was opened, whether or not anything was then seen.',
    computation: '1 with sessionStart; the only metric of the content that reports show while the viewer still watches.',
    page: metricPage('media-starts'),
  },
  contentStarts: {
    analytics: 'Content starts',
    cja: 'Content Starts',
    unit: 'sessions',
    switchedOnBy: 'Media Core',
    meaning: 'Main content really began, so the viewer did not leave in a pre-roll or while loading.',
    computation: '1 with the first play outside of ad breaks.',
    page: metricPage('content-starts'),
  },
  contentSegmentViews: {
    analytics: 'Content segment views',
    cja: 'Media Segment Views',
    unit: 'sessions',
    switchedOnBy: 'Media Core',
    meaning: 'At least one frame of main content was seen.',
    computation: 'The same condition as content starts.',
    page: metricPage('content-segment-views'),
    disagreement: {
      one: 'One for each five-minute segment that was seen.',
      other: 'One flag for a session in which at least one frame was seen.',
      choice: 'One flag for a session.',
    },
  },
  contentTimeSpent: {
    analytics: 'Content time spent',
    cja: 'Content Time Spent',
    unit: 'seconds',
    switchedOnBy: 'Media Core',
    meaning: 'How long main content was playing, by the clock; a passage that is seen twice counts twice.',
    computation: 'Sum of the time between events while content plays; ads, pauses, buffering and stalls are left out.',
    page: metricPage('content-time-spent'),
    disagreement: {
      one: 'Durations are integers (XDM).',
      other: 'They are sums of milliseconds; whether Adobe rounds or cuts them is not said.',
      choice: 'Unrounded; rounded to seconds in XDM with the option xdm: strict. The same holds for every duration.',
    },
  },
  mediaTimeSpent: {
    analytics: 'Media time spent',
    cja: 'Media Time Spent',
    unit: 'seconds',
    switchedOnBy: 'Media Ads',
    meaning: 'How long anything was playing, content or ads.',
    computation: 'Content time spent and ad time spent together.',
    page: metricPage('media-time-spent'),
    disagreement: {
      one: 'Only the time in which something plays counts; the setting “Media Core” switches it on.',
      other: 'All seconds that elapse count; it is listed under “Media Ads”.',
      choice: 'Only playing counts. Switch both settings on.',
    },
  },
  uniqueTimePlayed: {
    analytics: 'Unique time played',
    cja: 'Unique Time Played',
    unit: 'seconds',
    switchedOnBy: 'Media Core',
    meaning: 'How much of the content was seen at least once.',
    computation: 'Length of the union of all playhead intervals that were played; what a jump skips is not in it.',
    page: metricPage('unique-time-played'),
  },
  averageMinuteAudience: {
    analytics: 'Average minute audience',
    cja: 'Average Minute Audience',
    unit: 'share',
    switchedOnBy: 'Media Core',
    meaning: 'How large the audience was on average over the length of the content; of one session it is a share.',
    computation: 'Content time spent / media.length; reports add the sessions up. Absent without a length.',
    page: metricPage('average-minute-audience'),
    disagreement: {
      one: 'A share for each session, which reports add up.',
      other: 'Divided by the length over all sessions, also for a period (XDM, the panels of Workspace).',
      choice: 'A share for each session.',
    },
  },
  estimatedStreams: {
    analytics: 'Estimated streams',
    cja: 'Estimated Streams',
    unit: 'streams',
    switchedOnBy: 'processing rule',
    meaning: 'A session counted as one stream for each half hour begun, as contracts about syndication count.',
    computation: 'Media time spent / 1800, rounded down, and 1.',
    page: metricPage('estimated-streams'),
    disagreement: {
      one: 'The formula above.',
      other: 'A count of concurrent streams.',
      choice: 'The formula; nothing about it is concurrent.',
    },
  },
  progress10: progress(10),
  progress25: progress(25),
  progress50: progress(50),
  progress75: progress(75),
  progress95: progress(95),
  contentCompletes: {
    analytics: 'Content completes',
    cja: 'Content Completes',
    unit: 'sessions',
    switchedOnBy: 'Media Core',
    meaning: 'The viewer reached the end of the content; jumping there counts, too.',
    computation: '1 with sessionComplete; a session that times out without it is not complete.',
    page: metricPage('content-completes'),
    disagreement: {
      one: 'The playhead reached the end.',
      other: 'A sessionComplete came; the rest may have been skipped.',
      choice: 'The event.',
    },
  },
  contentResumes: {
    analytics: 'Content resumes',
    cja: 'Resume',
    unit: 'sessions',
    switchedOnBy: 'Media Core',
    meaning: 'The session goes on with an earlier one.',
    computation: '1 when sessionStart has media.resume: true.',
    page: metricPage('content-resumes'),
    disagreement: {
      one: 'The player says so with the session start, and it is reported at the close.',
      other: 'Every playback that goes on after 30 minutes of pause, buffering or stall counts.',
      choice: 'What the player says, on the start and on the close.',
    },
  },
  segment: {
    analytics: 'Content segment (dimension)',
    cja: 'Video Segment',
    unit: 'text',
    switchedOnBy: 'Media Core',
    meaning: 'Between which minutes of the content the viewer watched.',
    computation:
      'The lowest and the highest playhead that were seen while content played, in minutes; live content counts on after midnight.',
    page: dimensionPage('content-segment'),
    disagreement: {
      one: 'Fixed steps of five minutes, [0-5], [5-10].',
      other: 'The lowest and highest playhead in whole minutes, [0-1].',
      choice: 'Whole minutes; five with the option segmentMinutes: 5.',
    },
  },
  pauseEvents: {
    analytics: 'Pause events',
    cja: 'Pause Events',
    unit: 'times',
    switchedOnBy: 'Media Core',
    meaning: 'How often the viewer paused; a seek counts, too, for the API has no event for it.',
    computation: 'One for each pauseStart that begins a pause, in content or ads; further ones within the pause add nothing.',
    page: metricPage('pause-events'),
    disagreement: {
      one: 'Every pauseStart counts.',
      other: 'One continuous pause counts once, however long it is.',
      choice: 'One for each continuous pause.',
    },
  },
  totalPauseDuration: {
    analytics: 'Total pause duration',
    cja: 'Total Pause Duration',
    unit: 'seconds',
    switchedOnBy: 'Media Core',
    meaning: 'How long the session was paused in all.',
    computation: 'Sum of the time from each pauseStart to the play, bufferStart or ad that ends the pause.',
    page: metricPage('total-pause-duration'),
    disagreement: {
      one: 'A pause ends at the next play.',
      other: 'It ends when the state of the player changes.',
      choice: 'It ends at play, at bufferStart, and where an ad begins.',
    },
  },
  pausedImpactedStreams: {
    analytics: 'Paused impacted streams',
    cja: 'Pause Impacted Streams',
    unit: 'sessions',
    switchedOnBy: 'Media Core',
    meaning: 'The session was paused at least once.',
    computation: '1 with the first pause.',
    page: metricPage('paused-impacted-streams'),
  },
  secondsSinceLastCall: {
    analytics: 'Seconds since last call',
    cja: 'Media Session Server Timeout',
    unit: 'seconds',
    switchedOnBy: 'processing rule',
    meaning: 'How long the service waited in vain before it closed the session.',
    computation:
      '0 after sessionEnd or sessionComplete; after a time-out 600 (less where 30 minutes without movement end first).',
    page: `${PAGES.replace('reporting/', '')}implementation/edge/reporting-schema`,
    disagreement: {
      one: '0 when the player ended the session, usually 600 when it timed out (Adobe’s page until May 2026).',
      other: 'The time from the last call to the close: 51 in Adobe’s sample of a close.',
      choice: 'The first.',
    },
  },
};

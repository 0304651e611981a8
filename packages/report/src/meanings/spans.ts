import { dimensionPage, metricPage, type Meaning } from './meaning';

type SpanMetric =
  | 'adCount'
  | 'adStarts'
  | 'adCompletes'
  | 'adTimeSpent'
  | 'chapterCount'
  | 'chapterStarts'
  | 'chapterCompletes'
  | 'chapterTimeSpent'
  | 'states'
  | 'federated'
  | 'authorized'
  | 'downloaded';

/** Ads, chapters, player states, and where the session came from. */
export const spans: Readonly<Record<SpanMetric, Meaning>> = {
  adCount: {
    analytics: 'Ad count',
    cja: 'Ad Count',
    unit: 'ads',
    switchedOnBy: 'processing rule',
    meaning: 'How many ads began in the session.',
    computation: 'One for each adStart inside an ad break; stands on the close of the session.',
    page: metricPage('ad-count'),
  },
  adStarts: {
    analytics: 'Ad starts',
    cja: 'Ad Started',
    unit: 'ads',
    switchedOnBy: 'Media Ads',
    meaning: 'An ad began.',
    computation: 'One for each adStart inside an ad break; stands on a call of its own.',
    page: metricPage('ad-starts'),
  },
  adCompletes: {
    analytics: 'Ad completes',
    cja: 'Ad Completed',
    unit: 'ads',
    switchedOnBy: 'Media Ads',
    meaning: 'An ad was seen to its end.',
    computation: 'One for each adComplete of an open ad; a skipped or abandoned ad closes without it.',
    page: metricPage('ad-completes'),
    disagreement: {
      one: 'Every ad is closed by a call, complete or not.',
      other: 'The dataset of Customer Journey Analytics only has an event for ads that play to completion.',
      choice: 'A close for every ad.',
    },
  },
  adTimeSpent: {
    analytics: 'Ad time spent',
    cja: 'Ad Time Played',
    unit: 'seconds',
    switchedOnBy: 'Media Ads',
    meaning: 'How long ads were playing.',
    computation: 'Sum of the time between events while an ad plays; pauses and buffering in it are left out.',
    page: metricPage('ad-time-spent'),
    disagreement: {
      one: 'Without pauses, buffering and stalls.',
      other: 'Without pauses, buffering and seeks.',
      choice: 'Without pauses (seeks are pauses on the wire) and buffering; no stall is seen in ads, whose playhead stands.',
    },
  },
  chapterCount: {
    analytics: 'Chapter count',
    cja: 'Chapter Count',
    unit: 'chapters',
    switchedOnBy: 'processing rule',
    meaning: 'How many chapters began in the session.',
    computation: 'One for each chapterStart; stands on the close of the session.',
    page: metricPage('chapter-count'),
  },
  chapterStarts: {
    analytics: 'Chapter starts',
    cja: 'Chapter Started',
    unit: 'chapters',
    switchedOnBy: 'Media Chapters',
    meaning: 'A chapter began.',
    computation: 'One for each chapterStart.',
    page: metricPage('chapter-starts'),
    disagreement: {
      one: 'It stands on a call at the start of the chapter.',
      other: 'In Customer Journey Analytics it arrives with the end of the chapter.',
      choice: 'A call at the start.',
    },
  },
  chapterCompletes: {
    analytics: 'Chapter completes',
    cja: 'Chapter Completed',
    unit: 'chapters',
    switchedOnBy: 'Media Chapters',
    meaning: 'A chapter was seen to its end.',
    computation: 'One for each chapterComplete of an open chapter.',
    page: metricPage('chapter-completes'),
  },
  chapterTimeSpent: {
    analytics: 'Chapter time spent',
    cja: 'Chapter Time Played',
    unit: 'seconds',
    switchedOnBy: 'Media Chapters',
    meaning: 'How long main content was playing inside chapters.',
    computation: 'Sum of the time between events while content plays and a chapter is open.',
    page: metricPage('chapter-time-spent'),
  },
  states: {
    analytics: 'Streams impacted by …, … counts, … total duration',
    cja: 'Player State Set, Player State Count, Player State Time',
    unit: 'seconds',
    switchedOnBy: 'Player State Tracking',
    meaning:
      'Whether a state of the player was on (full screen, mute, captions, picture in picture, in focus, or your own), how often, and how long.',
    computation: 'Set by the first stateStart, one count for each, and the time from stateStart to stateEnd, or to the close.',
    page: metricPage('full-screen-total-duration'),
  },
  federated: {
    analytics: 'Federated data',
    cja: 'Federated Data',
    unit: 'sessions',
    switchedOnBy: 'Video Metadata',
    meaning: 'A partner shared the session; the own site did not send it.',
    computation: '1 when sessionStart has media.federated, for which the API has no key: the service sets it.',
    page: metricPage('federated-data'),
    disagreement: {
      one: 'It comes by itself with the setting “Video Metadata”, and is not in Customer Journey Analytics.',
      other: 'It needs a processing rule, and XDM has sessionDetails.isFederated.',
      choice: 'The field of XDM.',
    },
  },
  authorized: {
    analytics: 'Authorized',
    cja: 'Media Authorized',
    unit: 'sessions',
    switchedOnBy: 'Video Metadata',
    meaning: 'The TV provider of the viewer let the viewer in.',
    computation: '1 when sessionStart has media.pass.auth: "true", in any spelling.',
    page: metricPage('authorized'),
    disagreement: {
      one: 'Send "TRUE", or leave it out; it counts on start and close.',
      other: 'It is a text, "true", in XDM, and a dimension.',
      choice: 'Compared without case; a text in XDM.',
    },
  },
  downloaded: {
    analytics: 'Media downloaded (dimension)',
    cja: 'Media Downloaded Flag',
    unit: 'sessions',
    switchedOnBy: 'processing rule',
    meaning: 'The content was played from the storage of the device.',
    computation: '1 when sessionStart has media.downloaded: true, which the endpoint for downloaded content sets by itself.',
    page: dimensionPage('media-downloaded-flag'),
    disagreement: {
      one: 'A dimension: true, or nothing.',
      other: 'A flag that the service sets on the start.',
      choice: '0 or 1 on the close, and on the start where it is set.',
    },
  },
};

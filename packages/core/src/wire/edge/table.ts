/** What a member of a body must be: text, a whole number from 0, true or false, an absolute address, or one of some words. */
export type FieldType = 'text' | 'int' | 'flag' | 'uri' | (string & {});

/** Where a key of ours goes: the details that it is a member of, its name there, its type, and whether it must be there. */
export interface Field {
  readonly key: string;
  readonly section: string;
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
}

/**
 * The one table of the Media Edge API. Each line is the details object, what our keys begin with, and the keys:
 * `key>field:type!`, where the field is left out when it has the same name, the type when it is text; `!` is required.
 */
const lines: readonly (readonly [section: string, prefix: string, keys: string])[] = [
  [
    'sessionDetails',
    'media.',
    'id>name! name>friendlyName length:int! contentType! playerName! channel! streamType:video|audio resume>hasResume:flag ' +
      'downloaded>isDownloaded:flag sdkVersion>appVersion show season episode genre rating originator network showType adLoad ' +
      'dayPart feed streamFormat artist album label author station publisher firstAirDate firstDigitalDate assetId>assetID ' +
      'pass.mvpd>mvpd pass.auth>authorized',
  ],
  ['advertisingPodDetails', 'media.ad.', 'podFriendlyName>friendlyName podIndex>index:int! podSecond>offset:int!'],
  [
    'advertisingDetails',
    'media.ad.',
    'id>name! name>friendlyName length:int! podPosition:int! playerName! advertiser campaignId>campaignID ' +
      'creativeId>creativeID siteId>siteID creativeURL:uri placementId>placementID',
  ],
  ['chapterDetails', 'media.chapter.', 'friendlyName index:int! length:int! offset:int!'],
  ['qoeDataDetails', 'media.qoe.', 'bitrate:int droppedFrames:int framesPerSecond:int timeToStart:int'],
  ['errorDetails', 'media.qoe.', 'errorID>name! errorSource>source:player|external!'],
];

/** All fields by our key. */
export const fields: ReadonlyMap<string, Field> = new Map(
  lines.flatMap(([section, prefix, keys]) =>
    keys.split(' ').map((entry) => {
      const [, word, name = word, type = 'text', mark] = /^([^>:!]+)(?:>(\w+))?(?::([\w|]+))?(!)?$/.exec(entry)!;
      const key = prefix + word!;
      return [key, { key, section, name: name!, type, required: !!mark }];
    }),
  ),
);

/** The details that an event of a type must have. */
export const sectionOf: Readonly<Record<string, string>> = {
  sessionStart: 'sessionDetails',
  adBreakStart: 'advertisingPodDetails',
  adStart: 'advertisingDetails',
  chapterStart: 'chapterDetails',
  bitrateChange: 'qoeDataDetails',
  error: 'errorDetails',
};

/** Event types that take custom metadata. */
export const takesMetadata = (type: string): boolean => /^(session|ad|chapter)Start$/.test(type);

/** Seconds of a day: no playhead is beyond it, of live content neither. */
export const MAX_PLAYHEAD = 86_400;
/** Whole numbers have 32 bits. */
export const MAX_INT = 2_147_483_647;

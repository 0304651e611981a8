/**
 * The one table of the Media Collection API: every key, its type, the event it rides on, and whether it must be there.
 * Types, {@link validate} and the JSON Schemas are all read from it, so they cannot disagree.
 *
 * A kind ends in `!` when the caller must give the key, in `*` when the wire asks for it and the tracker fills it in.
 */
export const table = {
  sessionStart: {
    metadata: true,
    params: {
      /** Host of the Analytics tracking server, e.g. `acme.sc.omtrdc.net`. */
      'analytics.trackingServer': 'string*',
      /** Report suite id. */
      'analytics.reportSuite': 'string*',
      'analytics.enableSSL': 'boolean',
      /** Custom visitor id (VID). */
      'analytics.visitorId': 'string',
      /** Legacy visitor id. */
      'analytics.aid': 'string',
      /** Privacy: the data is not shared inside Adobe's suite. */
      'analytics.optOutServerSideForwarding': 'boolean',
      /** Privacy: the data is not federated. */
      'analytics.optOutShare': 'boolean',
      /** Organisation id, of the form `…@AdobeOrg`. */
      'visitor.marketingCloudOrgId': 'string*',
      /** Experience Cloud id (ECID, also MID) of the visitor. */
      'visitor.marketingCloudUserId': 'string',
      'visitor.aamLocationHint': 'integer',
      /** Customer ids by name; `authState` is 0 (unknown), 1 (authenticated) or 2 (logged out). */
      'visitor.customerIDs': 'customerIDs',
      /** Unique per application and device, kept by the client. */
      appInstallationId: 'string',
      /** Id of the content. */
      'media.id': 'string!',
      /** Human-readable name of the content. */
      'media.name': 'string',
      /** Length of the content in seconds; 86400 for live, 0 when unknown. */
      'media.length': 'number!',
      /** `vod`, `live`, `linear`, `aod`, `song`, `podcast`, `audiobook`, `radio`, or a word of your own. */
      'media.contentType': 'string!',
      /** `video` or `audio`. */
      'media.streamType': 'string',
      'media.playerName': 'string*',
      'media.channel': 'string*',
      'media.publisher': 'string',
      /** True when an earlier session is being continued. */
      'media.resume': 'boolean',
      /** True when the content was played from the device's storage. */
      'media.downloaded': 'boolean',
      /** Version of the player or application. */
      'media.sdkVersion': 'string',
      /** Version of this library; filled in by the tracker. */
      'media.libraryVersion': 'string',
      'media.show': 'string',
      'media.season': 'string',
      'media.episode': 'string',
      'media.assetId': 'string',
      'media.genre': 'string',
      'media.firstAirDate': 'string',
      'media.firstDigitalDate': 'string',
      'media.rating': 'string',
      'media.originator': 'string',
      'media.network': 'string',
      /** `"0"` full episode, `"1"` preview, `"2"` clip, `"3"` other. */
      'media.showType': 'string',
      'media.adLoad': 'string',
      'media.pass.mvpd': 'string',
      /** `"true"` or absent. */
      'media.pass.auth': 'string',
      'media.dayPart': 'string',
      'media.feed': 'string',
      'media.streamFormat': 'string',
      'media.artist': 'string',
      'media.album': 'string',
      'media.label': 'string',
      'media.author': 'string',
      'media.station': 'string',
    },
  },
  play: {},
  ping: {},
  pauseStart: {},
  bufferStart: {},
  bitrateChange: {},
  error: {},
  adBreakStart: {
    params: {
      /** 1 for the first break of the session. */
      'media.ad.podIndex': 'integer!',
      /** Second of the content where the break stands. */
      'media.ad.podSecond': 'number!',
      'media.ad.podFriendlyName': 'string',
    },
  },
  adStart: {
    metadata: true,
    params: {
      'media.ad.id': 'string!',
      /** Length of the ad in seconds. */
      'media.ad.length': 'number!',
      /** 1 for the first ad of the break. */
      'media.ad.podPosition': 'integer!',
      'media.ad.playerName': 'string*',
      'media.ad.name': 'string',
      'media.ad.advertiser': 'string',
      'media.ad.campaignId': 'string',
      'media.ad.creativeId': 'string',
      'media.ad.siteId': 'string',
      'media.ad.creativeURL': 'string',
      'media.ad.placementId': 'string',
    },
  },
  adComplete: {},
  adSkip: {},
  adBreakComplete: {},
  chapterStart: {
    metadata: true,
    params: {
      /** 1 for the first chapter. */
      'media.chapter.index': 'integer!',
      /** Start of the chapter, second of the content. */
      'media.chapter.offset': 'number!',
      /** Length of the chapter in seconds. */
      'media.chapter.length': 'number!',
      'media.chapter.friendlyName': 'string',
    },
  },
  chapterComplete: {},
  chapterSkip: {},
  stateStart: {
    params: {
      /** `fullScreen`, `mute`, `closedCaptioning`, `pictureInPicture`, `inFocus`, or a name of your own. */
      'media.state.name': 'string!',
    },
  },
  stateEnd: {
    params: {
      /** The name that `stateStart` had. */
      'media.state.name': 'string!',
    },
  },
  sessionComplete: {},
  sessionEnd: {},
} as const;

/** Quality of experience: may ride on every event. */
export const qoeTable = {
  /** Kilobits per second (Adobe's parameter page says bits per second, its variable page kilobits: D21). */
  'media.qoe.bitrate': 'integer',
  /** Running total of the session, never a delta. */
  'media.qoe.droppedFrames': 'integer',
  'media.qoe.framesPerSecond': 'integer',
  /** Milliseconds from the wish to play to the first frame. */
  'media.qoe.timeToStart': 'integer',
  'media.qoe.errorID': 'string',
  /** `player` or `external`. */
  'media.qoe.errorSource': 'string',
} as const;

/** The form that the events page gives to an error; the collector takes it too (D8). */
const errorParams = { 'media.errorId': 'string', 'media.errorSource': 'string' } as const;

/** Keys of `customMetadata`. */
export const KEY_PATTERN: RegExp = /^[a-zA-Z0-9_.]+$/;

type Kind = string;
interface Row {
  readonly metadata?: true;
  readonly params?: Readonly<Record<string, Kind>>;
}
interface Schema {
  [word: string]: unknown;
}

const base = (kind: Kind): string => kind.replace(/[!*]$/, '');
const isRequired = (kind: Kind): boolean => /[!*]$/.test(kind);

const kinds: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  customerIDs: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      properties: { id: { type: 'string' }, authState: { type: 'integer', enum: [0, 1, 2] } },
      required: ['id'],
      additionalProperties: false,
    },
  },
};

const closed = (properties: Record<string, Schema>, required: string[]): Schema => ({
  type: 'object',
  properties,
  ...(required.length ? { required } : {}),
  additionalProperties: false,
});

const members = (keys: Readonly<Record<string, Kind>>): Schema =>
  closed(
    Object.fromEntries(Object.entries(keys).map(([key, kind]) => [key, kinds[base(kind)]!])),
    Object.keys(keys).filter((key) => isRequired(keys[key]!)),
  );

const schemaOf = (eventType: string, row: Row): Schema => {
  const params = eventType === 'error' ? errorParams : row.params;
  const required = Object.values(row.params ?? {}).some(isRequired);
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: eventType,
    ...closed(
      {
        playerTime: closed({ playhead: { type: 'number', minimum: 0 }, ts: { type: 'integer', minimum: 0 } }, ['playhead', 'ts']),
        eventType: { type: 'string', enum: [eventType] },
        ...(params && { params: members(params) }),
        qoeData: members(qoeTable),
        ...(row.metadata && {
          customMetadata: {
            type: 'object',
            patternProperties: { [KEY_PATTERN.source]: { type: 'string' } },
            additionalProperties: false,
          },
        }),
      },
      ['playerTime', 'eventType', ...(required ? ['params'] : [])],
    ),
  };
};

/** JSON Schemas (draft-04) by event type, as `GET /api/v1/schemas/{eventType}` answers them. */
export const schemas: Readonly<Record<keyof typeof table, Schema>> = Object.fromEntries(
  Object.entries(table).map(([eventType, row]) => [eventType, schemaOf(eventType, row)]),
) as Record<keyof typeof table, Schema>;

/** What is wrong with one member of an event. */
export interface Issue {
  /** Where, e.g. `params.media.length`; empty for the event itself. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** JSON's name of a value's type; `Infinity` (which JSON's `1e999` becomes) and `NaN` are none. */
const nameOf = (value: unknown): string => {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return String(value);
  return Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
};

const shown = (value: unknown): string => {
  const name = nameOf(value);
  return name === 'object' || name === 'array' || name === 'undefined' || name === 'null'
    ? name
    : `${name} ${JSON.stringify(value)?.slice(0, 80)}`;
};

const has = (object: object, key: string): boolean => Object.prototype.hasOwnProperty.call(object, key);

/** Checks a value against the few words of JSON Schema that {@link schemas} use. */
function check(schema: Schema, value: unknown, path: string, issues: Issue[]): void {
  const type = nameOf(value);
  const expect = (fine: boolean, expected: string): boolean => fine || !issues.push({ path, expected, got: shown(value) });
  if (!expect(type === schema['type'] || (type === 'integer' && schema['type'] === 'number'), schema['type'] as string)) return;
  if (schema['enum']) expect((schema['enum'] as unknown[]).includes(value), (schema['enum'] as unknown[]).join(' or '));
  if (has(schema, 'minimum')) expect((value as number) >= (schema['minimum'] as number), `${schema['minimum']} or more`);
  if (schema['type'] !== 'object') return;

  const object = value as Record<string, unknown>;
  const below = (key: string): string => (path ? `${path}.${key}` : key);
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  const [pattern, ofPattern] = Object.entries((schema['patternProperties'] ?? {}) as Record<string, Schema>)[0] ?? [];
  const other = schema['additionalProperties'] as Schema | false;
  for (const key of (schema['required'] as string[] | undefined) ?? [])
    if (!has(object, key))
      issues.push({ path: below(key), expected: (properties[key]!['type'] as string) ?? 'a value', got: 'nothing' });
  for (const [key, member] of Object.entries(object)) {
    const rule = has(properties, key) ? properties[key] : ofPattern && new RegExp(pattern!).test(key) ? ofPattern : other;
    if (rule) check(rule, member, below(key), issues);
    else
      issues.push({
        path: below(key),
        expected: pattern ? `a key that matches ${pattern}` : 'no such member',
        got: shown(member),
      });
  }
}

/**
 * Says what is wrong with an event, member by member; an empty list means valid (spec: the Media Collection API's schemas).
 * Never throws, whatever it is given.
 */
export function validate(event: unknown): Issue[] {
  const issues: Issue[] = [];
  if (nameOf(event) !== 'object') return [{ path: '', expected: 'object', got: shown(event) }];
  const eventType = (event as { eventType?: unknown }).eventType;
  if (typeof eventType !== 'string' || !has(schemas, eventType))
    return [
      {
        path: 'eventType',
        expected: 'one of ' + Object.keys(schemas).join(' '),
        got: eventType === undefined ? 'nothing' : shown(eventType),
      },
    ];
  check(schemas[eventType as keyof typeof table], event, '', issues);
  return issues;
}

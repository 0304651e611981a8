import type { Schema } from '../json-schemas';
import { check, type Issue } from '../validate';
import { fields, MAX_INT, MAX_PLAYHEAD, sectionOf, takesMetadata, type Field } from './table';

/** Types of the Media Edge API: the last part of the path, and what follows `media.` in the event. */
export const edgeTypes: readonly string[] = [
  ...'sessionStart play ping pauseStart bufferStart bitrateChange error adBreakStart adBreakComplete adStart adComplete'.split(
    ' ',
  ),
  ...'adSkip chapterStart chapterComplete chapterSkip statesUpdate sessionComplete sessionEnd downloaded'.split(' '),
];

const text: Schema = { type: 'string' };
const closed = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  ...(required.length ? { required } : {}),
  additionalProperties: false,
});
const listOf = (items: Schema, least = 0): Schema => ({ type: 'array', items, ...(least ? { minItems: least } : {}) });

const valueOf = ({ type }: Field): Schema =>
  type === 'int'
    ? { type: 'integer', minimum: 0, maximum: MAX_INT }
    : type === 'flag'
      ? { type: 'boolean' }
      : type === 'uri'
        ? { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9+.-]*:\\S+$' }
        : type.includes('|')
          ? { type: 'string', enum: type.split('|') }
          : text;

const detailsOf = (section: string): Schema => {
  const own = [...fields.values()].filter((field) => field.section === section);
  return closed(
    Object.fromEntries(own.map((field) => [field.name, valueOf(field)])),
    own.filter(({ required }) => required).map(({ name }) => name),
  );
};

const states = listOf(closed({ name: { type: 'string', pattern: '^[a-zA-Z0-9_.]{1,64}$' } }, ['name']), 1);
const identityMap: Schema = {
  type: 'object',
  additionalProperties: listOf(
    closed(
      {
        id: text,
        authenticatedState: { type: 'string', enum: ['ambiguous', 'authenticated', 'loggedOut'] },
        primary: { type: 'boolean' },
      },
      ['id'],
    ),
    1,
  ),
};
const implementationDetails = closed({
  name: text,
  version: text,
  environment: { type: 'string', enum: ['browser', 'app', 'device', 'server', 'iot'] },
});
const timestamp: Schema = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$',
};

/** `mediaCollection` of an event; inside of downloaded content no event names its session. */
function mediaOf(type: string, isDownloaded: boolean): Schema {
  const section = sectionOf[type];
  const needsId = type !== 'sessionStart' && !isDownloaded;
  return closed(
    {
      playhead: { type: 'integer', minimum: 0, maximum: MAX_PLAYHEAD },
      ...(needsId && { sessionID: { type: 'string', pattern: '^\\S{1,64}$' } }),
      ...(section && { [section]: detailsOf(section) }),
      ...(takesMetadata(type) && { customMetadata: listOf(closed({ name: text, value: text }, ['name', 'value'])) }),
      ...(type === 'statesUpdate' && { statesStart: states, statesEnd: states }),
      qoeDataDetails: detailsOf('qoeDataDetails'),
    },
    ['playhead', ...(needsId ? ['sessionID'] : []), ...(section ? [section] : [])],
  );
}

function xdmOf(type: string): Schema {
  const shared = {
    eventType: { type: 'string', enum: [`media.${type}`] },
    timestamp,
    identityMap,
    implementationDetails,
    _id: text,
  };
  if (type !== 'downloaded')
    return closed({ ...shared, mediaCollection: mediaOf(type, false) }, ['eventType', 'timestamp', 'mediaCollection']);
  const item = closed(
    { mediaEventTimestamp: timestamp, mediaEventType: text, mediaCollection: { type: 'object', additionalProperties: {} } },
    ['mediaEventTimestamp', 'mediaEventType', 'mediaCollection'],
  );
  return closed({ ...shared, mediaDownloadedEvents: listOf(item, 1) }, ['eventType', 'mediaDownloadedEvents']);
}

const anything: Schema = { type: 'object', additionalProperties: {} };
const envelopeOf = (type: string): Schema => ({
  $schema: 'http://json-schema.org/draft-04/schema#',
  title: type,
  ...closed(
    {
      events: { ...listOf(closed({ xdm: xdmOf(type), data: anything, _data: anything }, ['xdm']), 1), maxItems: 1 },
      xdm: closed({ implementationDetails, identityMap }),
      query: anything,
      meta: anything,
    },
    ['events'],
  ),
});

/** JSON Schemas of bodies by type, from the one table of this wire. */
export const edgeSchemas: Readonly<Record<string, Schema>> = Object.fromEntries(
  edgeTypes.map((type) => [type, envelopeOf(type)]),
);
const downloadedSchemas: Readonly<Record<string, Schema>> = Object.fromEntries(
  edgeTypes.map((type) => [type, mediaOf(type, true)]),
);

/** Says what is wrong with a body for `/va/v1/{type}`, member by member; an empty list means valid. Never throws. */
export function validateEdge(type: string, body: unknown): Issue[] {
  const schema = Object.hasOwn(edgeSchemas, type) ? edgeSchemas[type] : undefined;
  if (!schema) return [{ path: 'type', expected: `one of ${edgeTypes.join(' ')}`, got: String(type).slice(0, 80) }];
  const issues: Issue[] = [];
  check(schema, body, '', issues);
  if (issues.length) return issues;
  const { xdm } = (body as { events: [{ xdm: Record<string, unknown> }] }).events[0];
  const path = 'events[0].xdm';
  const { statesStart, statesEnd } = (xdm['mediaCollection'] ?? {}) as Record<string, unknown>;
  if (type === 'statesUpdate' && !statesStart && !statesEnd)
    issues.push({ path: `${path}.mediaCollection`, expected: 'statesStart or statesEnd', got: 'neither' });
  const items = (xdm['mediaDownloadedEvents'] ?? []) as { mediaEventType: string; mediaCollection: unknown }[];
  items.forEach(({ mediaEventType, mediaCollection }, index) => {
    const itemType = mediaEventType.replace(/^media\./, '');
    const item = `${path}.mediaDownloadedEvents[${index}]`;
    if (
      itemType === 'downloaded' ||
      !Object.hasOwn(downloadedSchemas, itemType) ||
      (index === 0) !== (itemType === 'sessionStart')
    )
      issues.push({
        path: `${item}.mediaEventType`,
        expected: index ? 'media. and a type' : 'media.sessionStart',
        got: mediaEventType.slice(0, 80),
      });
    else check(downloadedSchemas[itemType]!, mediaCollection, `${item}.mediaCollection`, issues);
  });
  return issues;
}

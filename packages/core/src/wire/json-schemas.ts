import { qoeTable, table } from './table';

/** The form that the events page gives to an error; the collector takes it too (D8). */
const errorParams = { 'media.errorId': 'string', 'media.errorSource': 'string' } as const;

/** Keys of `customMetadata`. */
const KEY_PATTERN = /^[a-zA-Z0-9_.]+$/;

type Kind = string;
interface Row {
  readonly metadata?: true;
  readonly params?: Readonly<Record<string, Kind>>;
}
/** A piece of JSON Schema. */
export interface Schema {
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

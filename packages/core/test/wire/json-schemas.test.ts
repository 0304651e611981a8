import { describe, expect, test } from 'vitest';
import { schemas } from '../../src/wire/schema';
import { table } from '../../src/wire/table';

interface Node {
  type?: string;
  properties?: Record<string, Node>;
  patternProperties?: Record<string, Node>;
  required?: string[];
  additionalProperties?: boolean | Node;
  [word: string]: unknown;
}

const all = Object.entries(schemas) as [keyof typeof table, Node][];

describe.each(all)('the schema of %s', (eventType, schema) => {
  test('is draft-04, and names its event', () => {
    expect(schema).toMatchObject({ $schema: 'http://json-schema.org/draft-04/schema#', title: eventType, type: 'object' });
    expect(schema.properties!['eventType']).toEqual({ type: 'string', enum: [eventType] });
  });

  test('lets no unknown member pass, in no object', () => {
    const closed = (node: Node): void => {
      if (node.type !== 'object') return;
      expect(node.additionalProperties).toSatisfy((value: unknown) => value === false || typeof value === 'object');
      for (const child of Object.values(node.properties ?? {})) closed(child);
    };
    closed(schema);
  });

  test('asks for nothing that it does not describe, and for no empty list', () => {
    const sound = (node: Node): void => {
      if (node.required) expect(node.required.length).toBeGreaterThan(0);
      for (const key of node.required ?? []) expect(node.properties).toHaveProperty([key]);
      for (const child of Object.values(node.properties ?? {})) sound(child);
    };
    sound(schema);
  });

  test('is JSON', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
});

test('what must be there is what the API says', () => {
  const required = Object.fromEntries(
    all.flatMap(([type, { properties }]) => (properties!['params']?.required ? [[type, properties!['params'].required]] : [])),
  );
  expect(required).toEqual({
    sessionStart: [
      'analytics.trackingServer',
      'analytics.reportSuite',
      'visitor.marketingCloudOrgId',
      'media.id',
      'media.length',
      'media.contentType',
      'media.playerName',
      'media.channel',
    ],
    adBreakStart: ['media.ad.podIndex', 'media.ad.podSecond'],
    adStart: ['media.ad.id', 'media.ad.length', 'media.ad.podPosition', 'media.ad.playerName'],
    chapterStart: ['media.chapter.index', 'media.chapter.offset', 'media.chapter.length'],
    stateStart: ['media.state.name'],
    stateEnd: ['media.state.name'],
  });
});

test('metadata ride on the starts of content, ads and chapters only', () => {
  const withMetadata = all.filter(([, { properties }]) => properties!['customMetadata']).map(([type]) => type);
  expect(withMetadata).toEqual(['sessionStart', 'adStart', 'chapterStart']);
});

test('every event may carry quality', () => {
  for (const [, { properties }] of all) expect(Object.keys(properties!['qoeData']!.properties!)).toHaveLength(6);
});

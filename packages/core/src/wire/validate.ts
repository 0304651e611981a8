import { schemas, type Schema } from './json-schemas';
import type { table } from './table';

/** What is wrong with one member of an event. */
export interface Issue {
  /** Where, e.g. `params.media.length`; empty for the event itself. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** Checking stops after so many issues: a body may have a million wrong members. */
const MAX_ISSUES = 20;

/** JSON's name of a value's type; `Infinity` (which JSON's `1e999` becomes) and `NaN` are none. */
const nameOf = (value: unknown): string => {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return String(value);
  return Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
};

const shown = (value: unknown): string => {
  const name = nameOf(value);
  return name === 'object' || name === 'array' || name === 'undefined' || name === 'null'
    ? name
    : `${name} ${(typeof value === 'string' ? JSON.stringify(value) : String(value)).slice(0, 80)}`;
};

const has = (object: object, key: string): boolean => Object.prototype.hasOwnProperty.call(object, key);

const patterns = new Map<string, RegExp>();
const patternOf = (text: string): RegExp => {
  const pattern = patterns.get(text) ?? new RegExp(text);
  patterns.set(text, pattern);
  return pattern;
};

/** Checks a value against the few words of JSON Schema that our schemas use. */
export function check(schema: Schema, value: unknown, path: string, issues: Issue[]): void {
  const type = nameOf(value);
  const expect = (fine: boolean, expected: string): boolean => fine || !issues.push({ path, expected, got: shown(value) });
  if (!schema['type']) return;
  if (!expect(type === schema['type'] || (type === 'integer' && schema['type'] === 'number'), schema['type'] as string)) return;
  if (schema['enum']) expect((schema['enum'] as unknown[]).includes(value), (schema['enum'] as unknown[]).join(' or '));
  if (has(schema, 'minimum')) expect((value as number) >= (schema['minimum'] as number), `${schema['minimum']} or more`);
  if (has(schema, 'maximum')) expect((value as number) <= (schema['maximum'] as number), `${schema['maximum']} or less`);
  if (schema['pattern'])
    expect(patternOf(schema['pattern'] as string).test(value as string), `text that matches ${schema['pattern']}`);
  if (type === 'array') {
    const list = value as unknown[];
    expect(list.length >= ((schema['minItems'] as number | undefined) ?? 0), 'at least one item');
    expect(list.length <= ((schema['maxItems'] as number | undefined) ?? Infinity), 'one item');
    for (let index = 0; index < list.length && issues.length < MAX_ISSUES; index++)
      check(schema['items'] as Schema, list[index], `${path}[${index}]`, issues);
  }
  if (schema['type'] !== 'object') return;

  const object = value as Record<string, unknown>;
  const below = (key: string): string => (path ? `${path}.${key}` : key);
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  const [text, ofPattern] = Object.entries((schema['patternProperties'] ?? {}) as Record<string, Schema>)[0] ?? [];
  const pattern = text === undefined ? undefined : patternOf(text);
  const other = schema['additionalProperties'] as Schema | false;
  for (const key of (schema['required'] as string[] | undefined) ?? [])
    if (!has(object, key))
      issues.push({ path: below(key), expected: (properties[key]!['type'] as string) ?? 'a value', got: 'nothing' });
  for (const key in object) {
    if (issues.length >= MAX_ISSUES) return;
    if (!has(object, key)) continue;
    const member = object[key];
    const rule = has(properties, key) ? properties[key] : pattern?.test(key) ? ofPattern : other;
    if (rule) check(rule, member, below(key), issues);
    else
      issues.push({
        path: below(key),
        expected: text !== undefined ? `a key that matches ${text}` : 'no such member',
        got: shown(member),
      });
  }
}

function issuesOf(event: unknown): Issue[] {
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

/**
 * Says what is wrong with an event, member by member, up to 20 members; an empty list means valid (spec: the Media Collection API's schemas).
 * Never throws, whatever it is given.
 */
export function validate(event: unknown): Issue[] {
  try {
    return issuesOf(event);
  } catch {
    // A getter or a proxy of it throws.
    return [{ path: '', expected: 'an event that can be read', got: 'an exception' }];
  }
}

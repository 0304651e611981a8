import { membersOf, text, type Members } from '../parsed-event';
import { parse, type RecordedCall } from './call';

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Names of headers have no case; a HAR lists them in any. */
const header = (message: Members, name: string): string | undefined =>
  listOf(message['headers'])
    .map(membersOf)
    .filter((each) => text(each, 'name')?.toLowerCase() === name)
    .map((each) => text(each, 'value'))[0];

function callOf(entry: unknown): RecordedCall | undefined {
  const request = membersOf(membersOf(entry)['request']);
  const response = membersOf(membersOf(entry)['response']);
  const url = text(request, 'url');
  if (url === undefined || text(request, 'method') !== 'POST') return undefined;
  const status = typeof response['status'] === 'number' ? response['status'] : 0;
  return {
    url,
    // Chromium writes 0, Playwright -1 where no reply came.
    status: Math.max(0, status),
    body: parse(membersOf(request['postData'])['text']),
    location: header(response, 'location'),
    reply: parse(membersOf(response['content'])['text']),
  };
}

/** True for what looks like a HAR (http://www.softwareishard.com/blog/har-12-spec/). */
export const isHar = (value: unknown): boolean => Array.isArray(membersOf(membersOf(value)['log'])['entries']);

/** The POST requests of a HAR, in the order in which they were sent. */
export function callsOfHar(har: unknown): RecordedCall[] {
  const entries = listOf(membersOf(membersOf(har)['log'])['entries']);
  const startedAt = (entry: unknown): number => Date.parse(text(membersOf(entry), 'startedDateTime') ?? '') || 0;
  return [...entries]
    .sort((a, b) => startedAt(a) - startedAt(b))
    .map(callOf)
    .filter((call) => call !== undefined);
}

import { membersOf } from '../parsed-event';
import { parse, type RecordedSession } from './call';
import { callsOfHar, isHar } from './har';
import { gatherLines } from './ndjson';
import { gather } from './sessions';

/** A recording that cannot be read; the message is a sentence for who made it. */
export class RecordingError extends Error {}

function linesOf(text: string): unknown[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const value = parse(line);
    if (value === undefined) throw new RecordingError(`Line ${index + 1} is no JSON, and the whole is no HAR.`);
    return [value];
  });
}

/** Events, or lists of events; what `GET /inspect/sessions/{id}` of the collector shows is a session, too. */
function listIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const { events } = membersOf(value);
  return Array.isArray(events) ? [events] : [value];
}

/** Reads the sessions of a recording: a HAR, NDJSON, or JSON that holds events. Throws a {@link RecordingError} when it is neither. */
export function readRecording(text: string): RecordedSession[] {
  // A byte-order mark is no JSON.
  const source = text.replace(/^\uFEFF/, '');
  const whole = parse(source);
  const sessions = isHar(whole) ? gather(callsOfHar(whole)) : gatherLines(whole === undefined ? linesOf(source) : listIn(whole));
  if (sessions.some(({ events, remarks }) => events.length + remarks.length > 0)) return sessions;
  throw new RecordingError(
    isHar(whole)
      ? 'The HAR holds no call of the Media Collection API (POST …/api/v1/sessions). Was it recorded while media played, with the bodies of requests?'
      : 'The file holds no event.',
  );
}

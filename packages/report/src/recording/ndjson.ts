import { membersOf, text, type Members } from '../parsed-event';
import type { RecordedSession, Remark } from './call';

interface Draft {
  readonly id: string | undefined;
  readonly endpoint: string;
  readonly events: unknown[];
  readonly remarks: Remark[];
}

const idOf = (line: Members): string | undefined => text(line, 'sessionId') ?? text(line, 'sid');

/**
 * Gathers what was written line by line into sessions. A line is an event; `{ sessionId, event }`, as the inspector exports it; a call of
 * the collector's log, which has the status, too; or an array, the events of one session. Events without an id of a session belong to the
 * `sessionStart` before them.
 */
export function gatherLines(lines: readonly unknown[]): RecordedSession[] {
  const drafts: Draft[] = [];
  const open = (id?: string): Draft => {
    const draft: Draft = { id, endpoint: '', events: [], remarks: [] };
    drafts.push(draft);
    return draft;
  };
  let current: Draft | undefined;
  for (const value of lines) {
    const line = membersOf(value);
    if (Array.isArray(value)) {
      open().events.push(...value);
      continue;
    }
    const isWrapped = 'event' in line && !('eventType' in line);
    const event = isWrapped ? line['event'] : value;
    const id = idOf(line);
    if (id !== undefined) current = drafts.find((draft) => draft.id === id) ?? open(id);
    else if (!current || membersOf(event)['eventType'] === 'sessionStart') current = open();
    const { status, message } = line;
    if (typeof status === 'number' && status >= 400) {
      const type = text(membersOf(event), 'eventType') ?? 'the event';
      current.remarks.push({
        kind: 'refused',
        event,
        message: `The service answered ${type} with ${status}: ${String(message)}`,
      });
    } else if (Array.isArray(event)) current.events.push(...event);
    else if (event !== undefined) current.events.push(event);
  }
  return drafts;
}

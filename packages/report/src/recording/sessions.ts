import { membersOf, text } from '../parsed-event';
import type { RecordedCall, RecordedSession, Remark } from './call';

/** A session while it is gathered. */
interface Draft {
  id: string | undefined;
  readonly endpoint: string;
  readonly events: unknown[];
  readonly remarks: Remark[];
  /** The events that were sent, as text, and whether a reply to them is known. */
  readonly sent: Map<string, boolean>;
}

const nameOf = (event: unknown): string => text(membersOf(event), 'eventType') ?? 'the event';

const reasonOf = (reply: unknown): string => {
  const message = text(membersOf(reply), 'message') ?? text(membersOf(reply), 'title') ?? text(membersOf(reply), 'detail');
  return message === undefined ? '.' : `: ${message}`;
};

/** Files an event under its session, unless it was refused or is only sent again. */
function file(draft: Draft, event: unknown, { status, reply }: Pick<RecordedCall, 'status' | 'reply'>): void {
  const key = JSON.stringify(event) ?? '';
  const isAnswered = status > 0 && status < 500;
  const before = draft.sent.get(key);
  // A client that got no answer, or a server error, sends the event again: that is one event.
  if (before === true && status < 400) {
    const message = `${nameOf(event)} was sent again with the same time and content; it counts once.`;
    draft.remarks.push({ kind: 'repeated', event, message });
  }
  draft.sent.set(key, before === true || isAnswered);
  if (status >= 400 && status < 500) {
    const message = `The service answered ${nameOf(event)} with ${status}${reasonOf(reply)}`;
    draft.remarks.push({ kind: 'refused', event, message });
  } else if (before === undefined) draft.events.push(event);
}

const opening = /^(.*)\/api\/v1\/sessions\/?$/;
const eventsOf = /^(.*)\/api\/v1\/sessions\/([^/]+)\/events\/?$/;
const downloads = /^(.*)\/api\/v1\/downloaded\/?$/;

/** Address without query and fragment; as it stands when it is none. */
const bare = (url: string): string => url.replace(/[?#].*$/, '');

/** Gathers the calls of a recording into sessions, in the order in which they were opened. */
export function gather(calls: readonly RecordedCall[]): RecordedSession[] {
  const drafts: Draft[] = [];
  const open = (endpoint: string, id: string | undefined): Draft => {
    const draft: Draft = { id, endpoint, events: [], remarks: [], sent: new Map() };
    drafts.push(draft);
    return draft;
  };
  const find = (endpoint: string, id: string): Draft => {
    const known = drafts.find((draft) => draft.endpoint === endpoint && draft.id === id);
    if (known) return known;
    // The recording lacks the header that names the session: the first session without a name is meant.
    const nameless = drafts.find((draft) => draft.endpoint === endpoint && draft.id === undefined && draft.events.length > 0);
    if (nameless) nameless.id = id;
    return nameless ?? open(endpoint, id);
  };

  for (const call of calls) {
    const url = bare(call.url);
    const [, endpoint = '', id] = eventsOf.exec(url) ?? opening.exec(url) ?? downloads.exec(url) ?? [];
    if (eventsOf.test(url)) file(find(endpoint, id ?? ''), call.body, call);
    else if (opening.test(url) || downloads.test(url)) {
      const named = call.location?.match(/\/sessions\/([^/?#]+)/)?.[1];
      const draft = open(endpoint, named);
      for (const event of Array.isArray(call.body) ? call.body : [call.body]) file(draft, event, call);
    }
  }
  return drafts.map(({ id, endpoint, events, remarks }) => ({ id, endpoint, events, remarks }));
}

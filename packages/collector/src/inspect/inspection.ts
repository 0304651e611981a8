import type { Breach, Report } from '@media-collection/report';
import { answerPrivately, type Answer } from '../answer';
import type { RequestLike } from '../request-like';
import type { Call } from '../call';
import type { Forwarder } from '../forward';
import type { MediaEvent } from '../media-event';
import { pause } from '../pause';
import { Refusal } from '../refusal';
import type { Route } from '../route';
import { inOrder, isExpired, type SessionHead } from '../sessions';
import { logFailure, type Store } from '../store/store';
import { createCallStream } from './call-stream';
import { createGate } from './gate';
import { createGuard } from './guard';
import { filterOf, numberIn } from './query';
import { createRefusedCalls } from './refused';
import type { Analysis } from './analysis';
import type { Analyses } from './analyses';
import { summaryOf, type SessionSummary } from './summary';

/** Who may inspect. */
export interface InspectOptions {
  /** Only who knows it sees the sessions: `/?token=…` sets a cookie, `Authorization: Bearer …` does without. */
  readonly token?: string;
}

/** A rule that a session breaks, or the advice that events came twice. */
export interface Finding extends Omit<Breach, 'rule'> {
  readonly rule: Breach['rule'] | 'repeated';
}

const repeatsOf = ({ repeatCount }: SessionHead): readonly Finding[] =>
  repeatCount
    ? [{ rule: 'repeated', severity: 'advice', message: `${repeatCount} events came again; each counts once.`, event: undefined }]
    : [];

/** One session as `GET /inspect/sessions/{sid}` answers it. */
export interface SessionExamination {
  readonly session: SessionSummary;
  /** A page of events, in the order of arrival from page to page and of `playerTime.ts` within a page. */
  readonly events: readonly MediaEvent[];
  /** What to ask with as `after` for the events that follow, those that come later included. */
  readonly next: number;
  /** Whether more events are stored already. */
  readonly more: boolean;
  /** What the back end makes of all stored events, if nothing more comes. */
  readonly report: Report;
  /** Which rules all stored events break, at most 500; advice stands among them. */
  readonly breaches: readonly Finding[];
  /** The last refused calls to the session, at most 20. */
  readonly refused: readonly Call[];
}

/** The window on a collector: its routes, which are not reported as calls. */
export interface Inspection {
  readonly routes: readonly Route[];
  /** Passes an answered call, whose body has so many bytes, on to those who listen. */
  report(call: Call, bytes: number): void;
  endStreams(): void;
}

/** What an inspection is made of. */
export interface InspectionParts extends InspectOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly analyses: Analyses;
  readonly forward: Forwarder | undefined;
}

const PAGE_EVENTS = 1_000;
const MAX_PAGE_EVENTS = 5_000;
/** A list computes what is new of its sessions for so long at most, in ms; beyond that it shows what was known. */
const LIST_MS = 200;
/** How many sessions are summarized before calls that wait are answered. */
const AT_ONCE = 10;

const queryOf = ({ url }: RequestLike): URLSearchParams => new URL(url).searchParams;
const answerData = (body: unknown, headers: Record<string, string> = {}): Answer =>
  answerPrivately(200, 'application/json', JSON.stringify(body), headers);

async function readPage(events: AsyncIterable<MediaEvent>, limit: number): Promise<{ page: MediaEvent[]; more: boolean }> {
  const page: MediaEvent[] = [];
  for await (const event of events) {
    if (page.length === limit) return { page, more: true };
    page.push(event);
  }
  return { page, more: false };
}

/** Shows the sessions of a store, and the calls that it is given. */
export function createInspection({ store, now, analyses, forward, token }: InspectionParts): Inspection {
  const stream = createCallStream();
  const guard = createGuard(token);
  const gate = createGate();
  const refused = createRefusedCalls();

  const summarize = (head: SessionHead, analysis?: Analysis): SessionSummary =>
    summaryOf(analysis ? { ...head, marks: { ...head.marks, ...analysis.marks() } } : head, isExpired(head, now()));

  /**
   * `GET /inspect/sessions`: a JSON array of {@link SessionSummary}, the session opened last first. `text`, `breaches`, `refused`,
   * `ecid`, `open` (true or false), `since` (epoch ms) filter; `limit` is at most 200. The header `Link: <?…>; rel="next"` holds
   * the query of the following page; there is none after the last one.
   */
  async function list(request: RequestLike): Promise<Answer> {
    const query = queryOf(request);
    const filter = filterOf(query);
    // The store knows what is marked.
    if (filter.breaches !== undefined) await analyses.write(LIST_MS);
    const { items, next } = await store.sessions(filter, query.get('after') ?? undefined);
    const until = Date.now() + LIST_MS;
    const summaries: SessionSummary[] = [];
    for (const head of items) {
      if (summaries.length % AT_ONCE === AT_ONCE - 1) await pause();
      summaries.push(summarize(head, Date.now() < until ? await analyses.of(head.id) : undefined));
    }
    if (next === undefined) return answerData(summaries);
    query.set('after', next);
    query.delete('token');
    return answerData(summaries, { Link: `<?${query}>; rel="next"` });
  }

  async function headOf(id: string): Promise<SessionHead> {
    const head = await store.head(id);
    if (!head) throw new Refusal(404, `There is no session ${id.slice(0, 100)}.`);
    return head;
  }

  /**
   * `GET /inspect/sessions/{sid}`: a {@link SessionExamination}. `after` is the `next` of the page before (0 when left out), `limit`
   * the number of events, at most 5,000 (1,000 when left out).
   */
  async function show(request: RequestLike, id: string): Promise<Answer> {
    const query = queryOf(request);
    const after = numberIn(query, 'after') ?? 0;
    await headOf(id);
    const analysis = await analyses.of(id);
    const head = await headOf(id);
    const { page, more } = await readPage(store.events(id, after), numberIn(query, 'limit', MAX_PAGE_EVENTS) ?? PAGE_EVENTS);
    return answerData({
      session: summarize(head, analysis),
      events: inOrder(page),
      next: after + page.length,
      more,
      report: analysis.report(),
      breaches: [...analysis.breaches(), ...repeatsOf(head)],
      refused: refused.of(id),
    } satisfies SessionExamination);
  }

  /** `GET /inspect/sessions/{sid}.ndjson`: all events, one a line, in the order of arrival. */
  async function exportLines(_request: RequestLike, id: string): Promise<Response> {
    await headOf(id);
    const encoder = new TextEncoder();
    const events = store.events(id)[Symbol.asyncIterator]();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await events.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      },
    });
    const { headers } = answerPrivately(200, 'application/x-ndjson', null);
    return new Response(body, { headers: { ...headers, 'Content-Disposition': 'attachment; filename="session.ndjson"' } });
  }

  /** `DELETE /inspect/sessions`: deletes all sessions; 204. */
  async function clear(): Promise<Answer> {
    await store.clear();
    analyses.clear();
    refused.clear();
    return answerPrivately(204, 'text/plain', null);
  }

  /** `GET /inspect/forward`: a {@link ForwardStatus}, with the events that the other service refused; 404 when nothing is forwarded. */
  async function showForward(): Promise<Answer> {
    if (!forward) throw new Refusal(404, 'The collector does not forward sessions.');
    return answerData(forward.status());
  }

  /**
   * `GET /inspect/stream`: server-sent events. Each message is a {@link Call} as JSON, refused ones too; `reset` says that what the
   * client knew is void, `ready` that what follows happens now. `Last-Event-ID` continues where a client broke off.
   */
  async function listen({ headers }: RequestLike): Promise<Response> {
    return stream.open(headers.get('Last-Event-ID'));
  }

  /** `GET /`: the page. With the right `?token=` it sets the cookie and leads to the address without it. */
  async function showPage(request: RequestLike): Promise<Answer> {
    const cookie = guard.cookieFor(request);
    if (cookie) return answerPrivately(303, 'text/plain', null, { 'Set-Cookie': cookie, Location: './' });
    const { page } = await import('../inspector/page');
    return answerPrivately(200, 'text/html; charset=utf-8', page.html, { 'Content-Security-Policy': page.policy });
  }

  const guarded = (path: RegExp, method: Route['method'], run: Route['run']): Route => ({
    path,
    method,
    isPrivate: true,
    run(request, part, notes) {
      guard.assertAllowed(request);
      return gate.run(() => run(request, part, notes));
    },
  });

  async function noteRefused(sid: string, call: Call, bytes: number): Promise<void> {
    const head = await store.head(sid);
    if (!head) return;
    refused.add(sid, call, bytes);
    await store.mark(sid, { refusedCount: (head.marks.refusedCount ?? 0) + 1 });
  }

  return {
    routes: [
      guarded(/^\/$/, 'GET', showPage),
      guarded(/\/inspect\/sessions$/, 'GET', list),
      guarded(/\/inspect\/sessions$/, 'DELETE', clear),
      guarded(/\/inspect\/sessions\/([^/]+)\.ndjson$/, 'GET', exportLines),
      guarded(/\/inspect\/sessions\/((?!.*\.ndjson$)[^/]+)$/, 'GET', show),
      guarded(/\/inspect\/stream$/, 'GET', listen),
      guarded(/\/inspect\/forward$/, 'GET', showForward),
    ],
    report(call, bytes) {
      stream.report(call, bytes);
      if (call.sessionId && call.status >= 400) noteRefused(call.sessionId, call, bytes).catch(logFailure);
    },
    endStreams: stream.end,
  };
}

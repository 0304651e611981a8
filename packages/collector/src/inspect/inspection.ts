import { answerJson, type Answer } from '../answer';
import type { Asked } from '../asked';
import type { Call } from '../call';
import { Refusal } from '../refusal';
import type { Route } from '../route';
import type { Session } from '../sessions';
import type { Store } from '../store/store';
import { createCallStream } from './call-stream';
import { examine } from './examine';
import { summarize, type SessionSummary } from './summarize';

/** How many sessions are summarized in one go; calls that wait are answered in between. */
const SUMMARIES_AT_ONCE = 10;

/** The window on a collector: its routes, which change nothing and are not told as calls. */
export interface Inspection {
  readonly routes: readonly Route[];
  /** Passes an answered call on to those who listen. */
  tell(call: Call): void;
}

/** Shows the sessions of a store, and the calls that it is told. */
export function createInspection(store: Store): Inspection {
  const stream = createCallStream();
  // Sessions are replaced and never changed, so each state of one is summarized once.
  const known = new WeakMap<Session, SessionSummary>();
  // What is looked at lives on: no copy of it is worth keeping.
  const answerFresh = (body: unknown): Answer => answerJson(200, body, { 'Cache-Control': 'no-store' });

  async function list(): Promise<Answer> {
    const summaries: SessionSummary[] = [];
    let fresh = 0;
    for (const session of (await store.list()).toReversed()) {
      let summary = known.get(session);
      if (!summary) {
        known.set(session, (summary = summarize(session)));
        if (++fresh % SUMMARIES_AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve));
      }
      summaries.push(summary);
    }
    return answerFresh(summaries);
  }

  async function show(_request: Asked, id: string): Promise<Answer> {
    const session = await store.get(id);
    if (!session) throw new Refusal(404, `There is no session ${id}.`);
    return answerFresh(examine(session));
  }

  async function listen({ headers }: Asked): Promise<Response> {
    return stream.open(headers.get('Last-Event-ID'));
  }

  return {
    routes: [
      { path: /\/inspect\/sessions$/, method: 'GET', isUntold: true, run: list },
      { path: /\/inspect\/sessions\/([^/]+)$/, method: 'GET', isUntold: true, run: show },
      { path: /\/inspect\/stream$/, method: 'GET', isUntold: true, run: listen },
    ],
    tell: stream.tell,
  };
}

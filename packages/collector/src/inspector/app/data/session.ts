import { createStore, type Store } from '../store';
import { ApiError, type Api } from './api';
import type { MediaEvent, SessionData } from './model';
import type { Stream } from './stream';

/** One session as far as it is loaded. */
export interface LoadedSession {
  readonly data: SessionData | undefined;
  readonly isLoading: boolean;
  readonly problem: string | undefined;
}

/** Keeps one session up to date. */
export interface SessionLoader {
  readonly session: Store<LoadedSession>;
  close(): void;
}

/** How long new calls are gathered before the session is asked for, in ms. */
const REFRESH_MS = 300;

const byTime = (a: MediaEvent, b: MediaEvent): number => a.playerTime.ts - b.playerTime.ts;

/** Makes a {@link SessionLoader}. */
export function createSessionLoader(api: Api, stream: Stream, id: string): SessionLoader {
  const session = createStore<LoadedSession>({ data: undefined, isLoading: true, problem: undefined });
  let next = 0;
  let events: MediaEvent[] = [];
  let isClosed = false;
  let isBusy = false;
  let isDirty = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function read(): Promise<void> {
    let more = true;
    while (more && !isClosed) {
      const found = await api.show(id, next);
      next = found.next;
      more = found.more;
      // A new array each time: drawing depends on it.
      if (found.events.length) events = [...events, ...found.events].sort(byTime);
      const data = { head: found.session, events, report: found.report, findings: found.breaches, refused: found.refused };
      session.set({ data, isLoading: more, problem: undefined });
    }
  }

  async function update(): Promise<void> {
    if (isBusy) return void (isDirty = true);
    isBusy = true;
    try {
      await read();
    } catch (error) {
      const isGone = error instanceof ApiError && error.status === 404;
      const problem = isGone ? 'The collector has no such session any more.' : String((error as Error).message);
      session.set({ ...session.value, isLoading: false, problem });
    }
    isBusy = false;
    if (isDirty && !isClosed) {
      isDirty = false;
      void update();
    }
  }

  const leave = stream.listen((call, isNew) => {
    if (!isNew || (call && call.sessionId !== id) || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void update();
    }, REFRESH_MS);
  });
  void update();
  return {
    session,
    close() {
      isClosed = true;
      leave();
      clearTimeout(timer);
    },
  };
}

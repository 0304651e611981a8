import { createStore, type Store } from '../store';
import type { Call } from './model';
import type { Stream } from './stream';

const MOST = 50;

/** True for a refused call that no session shows: one that opened none, or for a session or path that is not there (404). */
const isHomeless = ({ status, sessionId }: Call): boolean => status === 404 || (status >= 400 && sessionId === undefined);

/** Keeps the last refused calls that belong to no session, the newest first. */
export function watchRefused(stream: Stream): Store<readonly Call[]> {
  const refused = createStore<readonly Call[]>([]);
  stream.listen((call, isNew) => {
    if (!call) {
      if (!isNew) refused.set([]);
    } else if (isHomeless(call)) refused.set([call, ...refused.value].slice(0, MOST));
  });
  return refused;
}

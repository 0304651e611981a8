import { createStore, type Store } from '../store';
import type { Call } from './model';
import type { Stream } from './stream';

const MOST = 50;

/** True for a refused call that belongs to no session: a session that could not be opened, or a path that is not there. */
const isHomeless = ({ status, sessionId }: Call): boolean => status >= 400 && sessionId === undefined;

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

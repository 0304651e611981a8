import type { SessionHead } from '../../sessions';
import type { Store } from '../store';
import type { Entry } from './fold';
import type { Linked } from './link';
import type { Marks } from './marks';
import { eventsOf } from './read';
import type { View } from './view';

/** What a process knows that reads the log. */
export interface Reading {
  readonly linked: Linked;
  readonly view: View;
  readonly marks: Marks;
}

/** The part of a store that reads. */
export type Reader = Pick<Store, 'head' | 'events' | 'sessions' | 'mark'>;

/** Makes a {@link Reader}; `now` returns what there is to read, or throws. */
export function createReader(now: () => Reading): Reader {
  const headOf = ({ head }: Entry): SessionHead => ({ ...head, marks: { ...head.marks, ...now().marks.of(head.id) } });
  return {
    async head(sid) {
      const entry = now().view.fold.get(sid);
      return entry && headOf(entry);
    },
    async *events(sid, after = 0) {
      const { linked, view } = now();
      const entry = view.fold.get(sid);
      if (entry) yield* eventsOf(linked, entry, after);
    },
    sessions: async (filter = {}, after) => now().view.list.page(filter, after, headOf),
    async mark(sid, numbers) {
      const { view, marks } = now();
      if (view.fold.get(sid)) await marks.put(sid, numbers);
    },
  };
}

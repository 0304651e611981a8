import type { MediaEvent } from '../../media-event';
import type { SessionHead, SessionLimits } from '../../sessions';
import { StoreUnavailable } from '../store';
import { encode, partsOf } from './message';

/** The messages that open a session: one, or several for a large session of downloaded content. `by` stands in the last one. */
export function openingsOf(head: SessionHead, events: readonly MediaEvent[], limits: SessionLimits, by?: string): string[] {
  if (!/^[\w-]{1,100}$/.test(head.id))
    throw new TypeError(`A session id takes letters, digits, _ and -, got "${head.id.slice(0, 100)}".`);
  if (events.length > limits.events) throw new StoreUnavailable('The session holds more events than a session may.');
  const parts = partsOf(events);
  const { openedAt: at, bytes, downloaded } = head;
  return parts.map((part, index) =>
    encode({
      kind: 'open',
      ...(by !== undefined && index === parts.length - 1 && { by }),
      at,
      bytes,
      downloaded,
      part: index,
      of: parts.length,
      events: part,
    }),
  );
}

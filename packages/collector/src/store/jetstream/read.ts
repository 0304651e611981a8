import type { MediaEvent } from '../../media-event';
import { withoutRepeats } from '../repeats';
import { StoreUnavailable } from '../store';
import type { Entry } from './fold';
import type { Linked } from './link';
import { decode } from './message';

/** How many messages are asked for at a time. */
const AT_ONCE = 64;

/** Reads what stands at a place of a shard's log; empty when it is not kept any more. */
async function readAt({ manager, names }: Linked, shard: number, place: number): Promise<readonly MediaEvent[]> {
  const stream = names.stream(shard);
  const query = { seq: place };
  const refuse = (cause: unknown): never => {
    throw new StoreUnavailable('NATS does not give an event at the moment.', { cause });
  };
  // Any replica may be asked; one that lags behind does not have it yet, but the leader has.
  let stored = await manager.direct.getMessage(stream, query).catch(() => null);
  if (!stored)
    try {
      stored = await manager.streams.getMessage(stream, query);
    } catch (error) {
      // A leader that was just elected may not have it yet. Messages are deleted only at the beginning of the log.
      const { state } = await manager.streams.info(stream).catch(refuse);
      if (place >= state.first_seq) refuse(error);
    }
  const message = stored ? decode(stored.string()) : undefined;
  if (message?.kind === 'event') return [message.event];
  return message?.kind === 'open' ? message.events : [];
}

/** The events of a session in the order of arrival, without the first `after`. */
export async function* eventsOf(linked: Linked, entry: Entry, after: number): AsyncGenerator<MediaEvent> {
  const { shard, opening, openedCount, places } = entry;
  if (after < openedCount) {
    const parts: MediaEvent[] = [];
    for (const place of opening) parts.push(...(await readAt(linked, shard, place)));
    yield* withoutRepeats(parts).slice(after);
  }
  for (let from = Math.max(0, after - openedCount); from < places.length; from += AT_ONCE) {
    const asked = places.slice(from, from + AT_ONCE).map((place) => readAt(linked, shard, place));
    for (const events of await Promise.all(asked)) yield* events;
  }
}

import type { EventType, MediaEvent, PlayerTime } from './events';

/** What may ride on an event beside its time. */
export type Parts = Partial<Record<'params' | 'qoeData' | 'customMetadata', object | undefined>>;

/** Makes an event; empty members are left out altogether. */
export function compose(eventType: EventType, playerTime: PlayerTime, parts: Parts): MediaEvent {
  const filled = Object.entries(parts).filter(([, part]) => part && Object.keys(part).length);
  // The session has put the parts together; that they fit the type is checked by validate() in every test.
  return { eventType, playerTime, ...Object.fromEntries(filled) } as MediaEvent;
}

import type { EventType, MediaEvent, PlayerTime } from './events';

/** What may ride on an event beside its time. */
export type Parts = Partial<Record<'params' | 'qoeData' | 'customMetadata', object | undefined>>;

const PARTS = ['params', 'qoeData', 'customMetadata'] as const;

/** Makes an event; empty members are left out altogether. */
export function compose(eventType: EventType, playerTime: PlayerTime, parts: Parts): MediaEvent {
  const event: Parts & { eventType: EventType; playerTime: PlayerTime } = { eventType, playerTime };
  for (const name of PARTS) {
    const part = parts[name];
    if (part && Object.keys(part).length) event[name] = part;
  }
  // The session has put the parts together; that they fit the type is checked by validate() in every test.
  return event as MediaEvent;
}

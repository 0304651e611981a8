import { systemClock, type Clock } from './clock';
import { createDelivery, type Delivery, type DeliveryPorts } from './delivery';
import type { Guard } from './guard';
import type { TrackerOptions } from './options';
import type { Reader } from './reader';
import type { SessionSnapshot } from './session/snapshot';
import { createPageAnswers, type PageAnswers } from './start-answers';
import { createReadyClosing, type ReadyClosing } from './tracker-closing';
import type { MediaEvent } from './wire/events';

interface QueuedEvent {
  readonly event: MediaEvent;
  readonly before: SessionSnapshot;
  readonly droppable: boolean;
}

/** What a tracker needs only once its player is played: a page may have many players of which few are. */
export interface Sending {
  readonly delivery: Delivery<QueuedEvent>;
  readonly answers: PageAnswers;
  readonly closing: ReadyClosing;
}

interface SendingPorts extends Pick<DeliveryPorts<QueuedEvent>, 'permission' | 'warn' | 'onGone'> {
  /** Its timers end with the tracker. */
  readonly clock: Clock;
  readonly reader: Reader;
  readonly guard: Guard;
  /** Reports an error of internal code. */
  reportFault(error: unknown): void;
  /** Whether a start with this id still waits. */
  isWaiting(id: number): boolean;
}

/** Creates what asks the page about content, and sends. */
export function createSending(options: TrackerOptions, ports: SendingPorts): Sending {
  const { guard, isWaiting, warn } = ports;
  // Starts that wait are sent by a tracker that was destroyed, too.
  const time = options.clock ?? systemClock;
  const { onLost } = options;
  const delivery = createDelivery<QueuedEvent>(options, {
    ...ports,
    time,
    onLost: onLost && ((event, ...why) => void guard('onLost()', () => onLost(event as MediaEvent, ...why))),
    onOpen: () => closing.renew(),
  });
  const closing = createReadyClosing({ ...ports, hasOwnClock: !!options.clock }, delivery);
  return { delivery, answers: createPageAnswers(options, delivery.lacks, time, guard, warn, isWaiting), closing };
}

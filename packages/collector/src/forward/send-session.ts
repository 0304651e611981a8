import type { MediaEvent } from '../media-event';
import type { ForwardMark, SessionHead } from '../sessions';
import type { Store } from '../store/store';
import type { Delivery } from './deliver';
import { reopens, resumeBefore } from './resume';
import type { Target } from './target';

type Refused = Extract<Delivery, { outcome: 'refused' }>;
type Later = Extract<Delivery, { outcome: 'later' }>;

/** What the sending of a session needs, and whom it informs. */
export interface SessionSenderPorts {
  readonly store: Store;
  readonly target: Target;
  isStopped(): boolean;
  /** The other service took an event of the session. */
  onTaken(sid: string): void;
  /** It refused an event for good. */
  onRefused(sid: string, event: MediaEvent | undefined, delivery: Refused): void;
  /** It may take an event later; returns how long to wait before another attempt, in ms. */
  onLater(sid: string, delivery: Later): number;
}

/** How often the progress of a session is stored while it is sent, in ms. */
const MARK_MS = 1_000;
const NOT_FOUND: Refused = { outcome: 'refused', status: 404, message: 'Not found.' };

/** What one step of a session leads to: go on, or wait for so long. */
interface Step {
  readonly mark: ForwardMark;
  readonly waitMs?: number;
}

/** Creates the function that sends what a session holds until nothing is left, or it has to wait; it resolves to how long, in ms. */
export function createSessionSender(ports: SessionSenderPorts): (sid: string) => Promise<number | undefined> {
  const { store, target, isStopped, onTaken, onRefused } = ports;
  const wait = (sid: string, mark: ForwardMark, delivery: Later): Step => ({ mark, waitMs: ports.onLater(sid, delivery) });

  async function eventsUpTo(sid: string, count: number): Promise<MediaEvent[]> {
    const events: MediaEvent[] = [];
    for await (const event of store.events(sid)) if (events.push(event) === count) break;
    return events;
  }

  /** A session of downloaded content is sent as it came, as a whole. */
  async function sendWhole({ id: sid, eventCount }: SessionHead, mark: ForwardMark): Promise<Step> {
    const events = await eventsUpTo(sid, eventCount);
    const delivery = await target.sendWhole(events);
    if (delivery.outcome === 'later') return wait(sid, mark, delivery);
    const over = { ...mark, done: eventCount, over: true };
    if (delivery.outcome === 'taken') {
      onTaken(sid);
      return { mark: over };
    }
    onRefused(sid, events[0], delivery.outcome === 'gone' ? NOT_FOUND : delivery);
    return { mark: { ...over, dead: eventCount } };
  }

  /** Opens a session there; where the opening is refused, so is the whole session. */
  async function open(sid: string, start: MediaEvent, mark: ForwardMark): Promise<Step> {
    const delivery = await target.open(start);
    if (delivery.outcome === 'later') return wait(sid, mark, delivery);
    if (delivery.outcome === 'taken') {
      onTaken(sid);
      // With its id: a process that is killed between the two would send the sessionStart once more, as an event.
      const opened = { ...mark, id: delivery.id!, done: Math.max(1, mark.done) };
      await store.mark(sid, { forward: opened });
      return { mark: opened };
    }
    onRefused(sid, start, delivery.outcome === 'gone' ? NOT_FOUND : delivery);
    return { mark: { ...mark, dead: (mark.dead ?? 0) + 1, over: true } };
  }

  /** The session is not known there any more: another one begins where it broke off. */
  async function reopen(sid: string, next: MediaEvent, mark: ForwardMark): Promise<Step> {
    const [start, ...resumed] = resumeBefore(await eventsUpTo(sid, mark.done), next);
    if (!start) return { mark: { ...mark, over: true } };
    const opened = await open(sid, start, mark);
    if (opened.mark.id === undefined) return opened;
    // Those that fail are not tried again: the next event shows where the session stands, too.
    for (const event of resumed) await target.send(opened.mark.id, event);
    return opened;
  }

  async function sendOne(sid: string, event: MediaEvent, mark: ForwardMark): Promise<Step> {
    const done = { ...mark, done: mark.done + 1 };
    if (mark.id === undefined) {
      if (mark.done === 0) return open(sid, event, mark);
      return reopens(event) ? reopen(sid, event, mark) : { mark: done };
    }
    const delivery = await target.send(mark.id, event);
    if (delivery.outcome === 'later') return wait(sid, mark, delivery);
    if (delivery.outcome === 'gone') {
      const { id: _, ...without } = mark;
      return { mark: without };
    }
    if (delivery.outcome === 'taken') {
      onTaken(sid);
      return { mark: done };
    }
    onRefused(sid, event, delivery);
    return { mark: { ...done, dead: (mark.dead ?? 0) + 1 } };
  }

  return async (sid) => {
    const head = await store.head(sid);
    let mark = head?.marks.forward ?? { done: 0 };
    if (!head || mark.over) return undefined;
    let markedAt = performance.now();
    const save = async (): Promise<void> => {
      markedAt = performance.now();
      await store.mark(sid, { forward: mark });
    };
    if (head.downloaded) {
      const step = await sendWhole(head, mark);
      mark = step.mark;
      await save();
      return step.waitMs;
    }
    for (let last = -1; !isStopped() && !mark.over && last !== mark.done;) {
      last = mark.done;
      for await (const event of store.events(sid, mark.done)) {
        let step: Step = { mark };
        const before = mark.done;
        // A session that is not known any more is opened anew with the event that was refused for it.
        while (step.mark.done === before && step.waitMs === undefined && !step.mark.over && !isStopped())
          step = await sendOne(sid, event, step.mark);
        mark = step.mark;
        if (step.waitMs !== undefined) {
          await save();
          return step.waitMs;
        }
        if (isStopped() || mark.over) break;
        if (performance.now() - markedAt > MARK_MS) await save();
      }
    }
    await save();
    return undefined;
  };
}

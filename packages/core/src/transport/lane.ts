import type { Clock } from '../clock';
import { eventsUrl, sessionIdFrom, sessionsUrl } from '../wire/routes';
import { backoff } from './backoff';
import type { Post, Reply } from './post';
import { verdict } from './verdict';

/** A retried opening may count as a second start, so it is given time. */
const OPEN_TIMEOUT_MS = 30_000;
const EVENT_TIMEOUT_MS = 10_000;
/** Chromium rejects what is on its way just as the page goes, and delivers it all the same: a second attempt would double it. */
const CUT_MS = 100;

/** A service that wants longer is asked again all the same: its session will be gone by then. */
const MAX_AFTER_MS = 600_000;
/** The service gives up a session that it heard nothing of for so long (D16): nobody asks it with what can be spared. */
const SILENCE_MS = 600_000;
/** So many answers of 5xx to one event give it up (D5b). */
const MAX_FAULTS = 5;
/** What may wait for the network; beyond it, what can be spared goes first. */
const MAX_LETTERS = 500;
const MAX_BYTES = 262_144;
/** Beyond it, anything goes: no viewer says as much, but a viewer who never decides on consent may be shown as much. */
const MOST_LETTERS = 2_000;

/** Why an event did not arrive. */
export type LostReason = 'refused' | 'overflow' | 'consent' | 'expired' | 'left' | 'unanswered' | 'destroyed';

/** One thing to send; what the event says is nobody's business here. */
export interface Letter {
  readonly event: object;
  /** It says nothing that a later one does not say. */
  readonly spare?: boolean;
}

/** What a lane needs, and whom it tells. */
export interface LanePorts<L extends Letter> {
  readonly endpoint: string;
  readonly post: Post;
  readonly clock: Clock;
  /** The service does not know this session any more. */
  onGone(letter: L, lane: Lane<L>): void;
  onLost(event: L['event'], reason: LostReason, detail?: string): void;
}

/** One session's ordered road to the service. */
export interface Lane<L extends Letter> {
  /** The session's id, once the service gave it. */
  readonly id: string | undefined;
  /** True while something is still to be sent. */
  readonly busy: boolean;
  /** True once the service has taken an event. */
  readonly heard: boolean;
  /** True once the lane was given up; it sends nothing more. */
  readonly dead: boolean;
  push(...letters: L[]): void;
  /** Takes what was not sent; the lane is dead then. */
  take(): L[];
  /** Sends nothing more, and says of what is not on its way, or fails to arrive, that it is lost. */
  drop(reason: LostReason): void;
  /** Tries again at once. */
  wake(): void;
  /** The page goes: sends the rest side by side, without waiting; `back`: it may come back from a cache. */
  leave(back: boolean): void;
  /** No attempt is repeated any more. */
  finish(): void;
}

/** Opens a session and carries its events one at a time, in order (D3); a reply that comes late changes nothing. */
export function createLane<L extends Letter>(first: L['event'], ports: LanePorts<L>): Lane<L> {
  const { endpoint, post, clock, onGone, onLost } = ports;
  const queue: L[] = [];
  let id: string | undefined;
  let heard = false;
  let running = false;
  let dead = false;
  /** Why what gets no answer is not tried again. */
  let last: LostReason | undefined;
  let takenAt = 0;
  let failedAt = 0;
  /** Nor is what rests, for the page went while it was on its way, or it may not go any more. */
  let cut = false;
  /** The page went before the id came: it is frozen soon, and may be closed then, so nothing waits for a reply. */
  let hasty = false;
  let faults = 0;
  let wake = (): void => {};

  const rest = (attempt: number, { after = 0 }: Reply): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      failedAt = clock.now();
      clock.after(Math.min(MAX_AFTER_MS, Math.max(after, backoff(attempt, Math.random()))), resolve);
    });
  const lose = ({ event }: Letter, reply: Reply): void => {
    const said = verdict(reply);
    const why =
      reply.unsent && last === 'unanswered'
        ? 'left'
        : said === 'gone' && id
          ? 'expired'
          : said === 'refused' || !last
            ? 'refused'
            : last;
    onLost(event, why, reply.message);
  };
  const deliver = ({ event }: L, leaving?: boolean): Promise<Reply> =>
    post(eventsUrl(endpoint, id!), event, EVENT_TIMEOUT_MS, leaving);
  /** Gives up the oldest that can be spared, else the oldest; the first one may be on its way. */
  const shed = (): void => {
    // Ten are never too much, whatever they hold (form.ts): what there mostly is need not be measured.
    while (queue.length > MAX_LETTERS || (queue[10] && JSON.stringify(queue.map(({ event }) => event)).length > MAX_BYTES)) {
      const place = queue.findIndex(({ spare }, index) => index && spare);
      if (place < 0 && queue.length <= MOST_LETTERS) return;
      onLost(queue.splice(Math.max(place, 1), 1)[0]!.event, 'overflow');
    }
  };

  const run = async (): Promise<void> => {
    if (running) return;
    running = true;
    for (let attempt = 0; !dead && (!id || queue[0]);) {
      const [letter] = queue;
      const opens = !id;
      const reply: Reply = await (opens
        ? post(sessionsUrl(endpoint), first, OPEN_TIMEOUT_MS)
        : letter!.spare && clock.now() - takenAt > SILENCE_MS
          ? { status: 410 }
          : deliver(letter!));
      if (dead) break;
      const said = verdict(reply);
      if (said === 'delivered') takenAt = clock.now();
      if (opens && said === 'delivered') id = sessionIdFrom(reply.location);
      if (id && hasty) lane.leave((hasty = false));
      if (!opens && reply.status > 499) faults++;
      if (!last && faults < MAX_FAULTS && (said === 'retry' || !(id ?? said !== 'delivered'))) {
        await rest(attempt++, reply);
        if (!cut) continue;
      }
      attempt = faults = 0;
      if (!id) {
        dead = true;
        for (const each of [{ event: first }, ...queue.splice(0)]) lose(each, reply);
      } else if (!opens) {
        queue.shift();
        heard ||= said === 'delivered';
        if (said === 'gone') onGone(letter!, lane);
        else if (said !== 'delivered') lose(letter!, reply);
      }
    }
    running = false;
  };

  const lane: Lane<L> = {
    get id() {
      return id;
    },
    get busy() {
      return running;
    },
    get heard() {
      return heard;
    },
    get dead() {
      return dead;
    },
    push: (...letters) => {
      for (const letter of letters)
        if (dead) onLost(letter.event, 'refused', 'its session was refused');
        else queue.push(letter);
      void run();
      shed();
    },
    take: () => {
      dead = true;
      return queue.splice(0);
    },
    drop: (reason) => {
      last = reason;
      cut = true;
      // The first one may be on its way, and arrive all the same.
      for (const { event } of queue.splice(id && running ? 1 : 0)) onLost(event, reason);
      wake();
    },
    wake: () => {
      hasty = false;
      wake();
    },
    leave: (back) => {
      if (dead) return;
      if (!id) {
        // Nothing can be sent to a session without an id, and nobody will be here when it comes.
        if (!(hasty = back)) lane.drop('left');
        return;
      }
      last = 'unanswered';
      cut = Math.abs(clock.now() - failedAt) < CUT_MS;
      // The first one is on its way, as long as the lane is not resting between attempts.
      const letters = running ? queue.splice(1) : queue.splice(0);
      wake();
      // What can be spared is sent while the budget lasts.
      letters.sort((a, b) => Number(!!a.spare) - Number(!!b.spare));
      for (const letter of letters)
        void deliver(letter, true).then((reply) => verdict(reply) === 'delivered' || lose(letter, reply));
    },
    finish: () => {
      last = 'destroyed';
      wake();
    },
  };
  void run();
  return lane;
}

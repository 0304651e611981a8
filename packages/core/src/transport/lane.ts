import type { Clock } from '../clock';
import { eventsUrl, sessionIdFrom, sessionsUrl } from '../wire/routes';
import { backoff } from './backoff';
import type { Post, Reply } from './post';
import { verdict } from './verdict';

/** A retried opening may count as a second start, so it is given time. */
const OPEN_TIMEOUT_MS = 30_000;
const EVENT_TIMEOUT_MS = 10_000;

/** Why an event did not arrive. */
export type LostReason = 'refused' | 'expired' | 'unanswered' | 'destroyed';

/** One thing to send; what the event says is nobody's business here. */
export interface Letter {
  readonly event: object;
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
  /** True once the lane was given up; it sends nothing more. */
  readonly dead: boolean;
  push(...letters: L[]): void;
  /** Takes what was not sent; the lane is dead then. */
  take(): L[];
  /** Tries again at once. */
  wake(): void;
  /** The page goes: sends the rest side by side, without waiting. */
  leave(): void;
  /** No attempt is repeated any more. */
  finish(): void;
}

/** Opens a session and carries its events one at a time, in order (D3); a reply that comes late changes nothing. */
export function createLane<L extends Letter>(first: L['event'], ports: LanePorts<L>): Lane<L> {
  const { endpoint, post, clock, onGone, onLost } = ports;
  let id: string | undefined;
  const queue: L[] = [];
  let running = false;
  let dead = false;
  let last = false;
  let wake = (): void => {};

  const rest = (attempt: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(backoff(attempt, Math.random()), resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });

  /** Posts until there is an answer that counts; undefined when the lane may not try again. */
  const insist = async (
    url: string,
    event: object,
    timeout: number,
    counts: (reply: Reply) => boolean,
  ): Promise<Reply | undefined> => {
    for (let attempt = 0; ; attempt++) {
      const reply = await post(url, event, timeout);
      if (dead || counts(reply)) return reply;
      if (last) return undefined;
      await rest(attempt);
      if (dead) return undefined;
    }
  };

  const open = async (): Promise<void> => {
    const reply = await insist(sessionsUrl(endpoint), first, OPEN_TIMEOUT_MS, (answer) => {
      const said = verdict(answer);
      return said === 'delivered' ? !!sessionIdFrom(answer.location) : said !== 'retry';
    });
    if (dead) return;
    id = reply && verdict(reply) === 'delivered' ? sessionIdFrom(reply.location) : undefined;
    if (id) return;
    dead = true;
    const reason = reply ? 'refused' : 'destroyed';
    for (const event of [first, ...queue.map((letter) => letter.event)]) onLost(event, reason, reply?.message);
  };

  const run = async (): Promise<void> => {
    if (running) return;
    running = true;
    if (!id) await open();
    while (!dead && queue[0]) {
      const [letter] = queue;
      const reply = await insist(
        eventsUrl(endpoint, id!),
        letter.event,
        EVENT_TIMEOUT_MS,
        (answer) => verdict(answer) !== 'retry',
      );
      if (dead || queue[0] !== letter) continue;
      queue.shift();
      const said = reply && verdict(reply);
      if (said === 'gone') onGone(letter, lane);
      else if (said !== 'delivered') onLost(letter.event, said ? 'refused' : 'destroyed', reply?.message);
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
    get dead() {
      return dead;
    },
    push: (...letters) => {
      queue.push(...letters);
      if (!dead) void run();
    },
    take: () => {
      dead = true;
      return queue;
    },
    wake: () => wake(),
    leave: () => {
      if (!id || dead) return;
      // The first one is on its way, as long as the lane is not resting between attempts.
      const letters = running ? queue.splice(1) : queue.splice(0);
      wake();
      for (const { event } of letters)
        void post(eventsUrl(endpoint, id), event, EVENT_TIMEOUT_MS).then((reply) => {
          const said = verdict(reply);
          if (said !== 'delivered')
            onLost(event, said === 'retry' ? 'unanswered' : said === 'gone' ? 'expired' : said, reply.message);
        });
    },
    finish: () => {
      last = true;
      wake();
    },
  };
  void run();
  return lane;
}

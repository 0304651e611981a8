import { createPermission, type Permission } from '../../src/consent';
import { createLane, type Lane, type LostReason } from '../../src/transport/lane';
import { mediaCollection } from '../../src/wire/media-collection';
import type { Reply } from '../../src/wire/wire';
import { createManualClock, type ManualClock } from '../../src/testing';

/** What a lane carries in these tests: its event is its name; one that ends in ~ can be spared. */
export interface Parcel {
  readonly event: { readonly name: string };
  readonly droppable: boolean;
}

/** One request that waits for its answer. */
export interface Request {
  readonly url: string;
  readonly name: string;
  readonly timeout: number;
  readonly leaving: boolean | undefined;
  /** Answers, and lets everything that follows from it happen. */
  answer(reply: Partial<Reply> & { status: number }): Promise<void>;
}

/** A lane, and the service's side of it. */
export interface Desk {
  readonly lane: Lane<Parcel>;
  readonly clock: ManualClock;
  /** All requests so far. */
  readonly requests: readonly Request[];
  /** Their names. */
  readonly names: readonly string[];
  /** Events that did not arrive: name, reason, detail. */
  readonly lost: readonly (readonly [string, LostReason, string?])[];
  /** Events after which the service did not know the session. */
  readonly gone: readonly string[];
  readonly warnings: readonly string[];
  /** What the viewer decided. */
  readonly permission: Permission;
  push(...names: string[]): void;
  /** Answers the latest request. */
  answer(status: number, more?: Partial<Reply>): Promise<void>;
  pass(ms: number): Promise<void>;
}

/** Where a new session is. */
export const location = '/api/v1/sessions/s1';

const soon = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

/** Opens a lane whose opening is called `start`. */
export function createDesk(
  endpoint = 'https://acme.test',
  onGone: (lane: Lane<Parcel>) => void = (lane) => void lane.take(),
): Desk {
  const clock = createManualClock();
  const requests: Request[] = [];
  const lost: [string, LostReason, string?][] = [];
  const gone: string[] = [];
  const warnings: string[] = [];
  const permission = createPermission();
  const lane = createLane<Parcel>(
    { name: 'start' },
    {
      wire: mediaCollection(endpoint),
      clock,
      permission,
      warn: (sentence) => warnings.push(sentence),
      post: ({ url, body, read }, timeout, leaving) =>
        new Promise((resolve) => {
          const { name } = body as Parcel['event'];
          const answer = (reply: Reply): Promise<void> => (resolve({ url, ...(read?.(reply) ?? reply) }), soon());
          requests.push({ url, name, timeout, leaving, answer });
        }),
      onGone: ({ event }, from) => {
        gone.push(event.name);
        onGone(from);
      },
      onLost: ({ name }, reason, detail) => lost.push(detail === undefined ? [name, reason] : [name, reason, detail]),
    },
  );
  return {
    lane,
    clock,
    requests,
    lost,
    gone,
    warnings,
    permission,
    get names() {
      return requests.map(({ name }) => name);
    },
    push: (...names) => lane.push(...names.map((name) => ({ event: { name }, droppable: name.endsWith('~') }))),
    answer: (status, more) => requests.at(-1)!.answer({ status, ...more }),
    pass: async (ms) => {
      clock.advance(ms);
      await soon();
    },
  };
}

/** A desk whose session is open. */
export async function createOpenDesk(...names: string[]): Promise<Desk> {
  const desk = createDesk();
  desk.push(...names);
  await desk.answer(201, { location });
  return desk;
}

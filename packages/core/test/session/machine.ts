import { reduce } from '../../src/session/reduce';
import type { Action, Input, SessionInput } from '../../src/session/input';
import type { Guess } from '../../src/session/intent';
import type { SessionSnapshot } from '../../src/session/snapshot';
import { createSession, type Session } from '../../src/session/state';
import { createManualClock, type ManualClock } from '../../src/testing';
import type { MediaEvent } from '../../src/wire/events';

/** An event that the session made, with its viewing counted from 0, and how things stood before it. */
export interface Sent {
  readonly event: MediaEvent;
  readonly viewing: number;
  readonly before: SessionSnapshot | undefined;
  /** Part of what a session that takes over begins with. */
  readonly replayed: boolean;
}

/** What the application answers when the session asks; null: not tracked. */
export interface Answers {
  readonly media?: (given: Action | undefined) => Guess | null;
  readonly ad?: (guess: Guess | undefined) => Guess | null;
}

/** How a machine is made; times in milliseconds. */
export interface MachineOptions extends Answers {
  readonly epoch?: number;
  readonly prerollWait?: number;
  readonly adPingInterval?: number;
  /** What happens to the session between two inputs. */
  readonly between?: (session: Session) => Session;
}

/** A session with its clock, its timer and an application that answers at once. */
export interface Machine {
  readonly clock: ManualClock;
  readonly sent: readonly Sent[];
  /** The same by session, as its lane carries them: what a new session takes over stands there behind its replaying. */
  readonly lanes: readonly (readonly Sent[])[];
  readonly warnings: readonly string[];
  /** What the session asked for, in order: `open`, `send`, `adoptQueue`, `setTimer`, `clearTimer`, `requestInfo`. */
  readonly effects: readonly { readonly do: string; readonly after?: number }[];
  /** Every input so far: enough to play the story again. */
  readonly inputs: readonly Input[];
  playhead: () => number | undefined;
  dispatch(input: SessionInput): void;
}

/** A time of day, so that mistakes with the epoch show. */
export const EPOCH = 1_760_000_000_000;

/** What every `sessionStart` of these tests has, beside what its test adds. */
export const identity = {
  'analytics.trackingServer': 'acme.sc.omtrdc.net',
  'analytics.reportSuite': 'acme',
  'visitor.marketingCloudOrgId': 'ACME@AdobeOrg',
  'media.channel': 'test',
  'media.playerName': 'test',
  'media.resume': false,
};

/** A film of a minute. */
export const film = { 'media.id': 'film', 'media.length': 60, 'media.contentType': 'vod' };

const answersOf = ({ media, ad }: Answers): Required<Answers> => ({
  media: (given) => {
    const info = media ? media(given) : { params: film };
    return (
      info && { params: { ...identity, ...info.params, ...given?.params }, customMetadata: { ...given?.customMetadata } as never }
    );
  },
  ad: ad ?? ((guess) => ({ params: { 'media.ad.id': 'spot', 'media.ad.length': 10, ...guess?.params } })),
});

/** Joins `reduce` to a manual clock, as the tracker joins it to the real one. */
export function createMachine(options: MachineOptions = {}): Machine {
  const { epoch = EPOCH, prerollWait = 250, adPingInterval = 10_000, between = (session) => session } = options;
  const clock = createManualClock(epoch);
  const answers = answersOf(options);
  const sent: Sent[] = [];
  const lanes: Sent[][] = [];
  let undelivered: Sent[] = [];
  const warnings: string[] = [];
  const effects: { do: string; after?: number }[] = [];
  const inputs: Input[] = [];
  const inbox: Input[] = [];
  let session = createSession({ prerollWait, adPingInterval });
  let replaying = false;
  let cancel = (): void => {};

  const carry = (event: MediaEvent, before: SessionSnapshot | undefined): void => {
    const one = { event, viewing: lanes.length - 1, before, replayed: replaying };
    sent.push(one);
    lanes.at(-1)!.push(one);
  };

  const step = (input: Input): void => {
    inputs.push(input);
    replaying = false;
    const [next, made] = reduce(between(session), input);
    session = next;
    for (const effect of made) {
      if (typeof effect === 'string') {
        warnings.push(effect);
        continue;
      }
      effects.push(effect);
      if (effect.do === 'open') {
        lanes.push([]);
        replaying = (effect.event.params as Record<string, unknown>)['media.resume'] === true;
        carry(effect.event, undefined);
      } else if (effect.do === 'send') carry(effect.event, effect.before);
      else if (effect.do === 'adoptQueue') lanes.at(-1)!.push(...undelivered);
      else if (effect.do === 'clearTimer') cancel();
      else if (effect.do === 'setTimer') {
        cancel();
        cancel = clock.after(effect.after, () => machine.dispatch({ type: 'tick' }));
      } else if (effect.do === 'requestInfo') {
        const now = { time: clock.now(), elapsed: clock.elapsed(), playhead: machine.playhead(), type: 'infoReceived' } as const;
        if (effect.about === 'ad') inbox.push({ ...now, about: 'ad', info: answers.ad(effect.guess) });
        else inbox.push({ ...now, about: 'media', id: effect.id, info: answers.media(effect.given) });
      }
    }
  };

  const machine: Machine = {
    clock,
    sent,
    lanes,
    warnings,
    effects,
    inputs,
    playhead: () => undefined,
    dispatch: (input) => {
      if (input.type === 'sessionLost') {
        const lane = lanes.at(-1)!;
        undelivered = lane.splice(lane.findIndex(({ event }) => event === input.event));
      }
      inbox.push({ time: clock.now(), elapsed: clock.elapsed(), playhead: machine.playhead(), ...input });
      for (let input = inbox.shift(); input; input = inbox.shift()) step(input);
    },
  };
  return machine;
}

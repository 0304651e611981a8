import fc from 'fast-check';
import type { Action, SessionInput } from '../../src/session/input';
import type { Guess, Intent } from '../../src/session/intent';
import { createMachine, film, type Machine, type MachineOptions } from './machine';

/** One thing that happens in a random story. */
export type Move =
  | { readonly what: 'input'; readonly input: SessionInput }
  | { readonly what: 'pass'; readonly ms: number }
  | { readonly what: 'jump'; readonly ms: number }
  | { readonly what: 'playhead'; readonly value: number | undefined; readonly goes: boolean }
  | { readonly what: 'refuse'; readonly fromEnd: number };

/** A random story: how the machine is made, and what happens. */
export interface RandomStory {
  readonly prerollWait: number;
  readonly adPingInterval: number;
  /** What the application knows of each content in turn. */
  readonly media: readonly ('known' | 'unmeasured' | 'untracked' | 'live')[];
  readonly moves: readonly Move[];
}

const number = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(0, 1, 1, 2, 3, 10) },
  { weight: 1, arbitrary: fc.constantFrom(-1, -0, 0.5, NaN, Infinity, -Infinity, 1e308, 86_400) },
);
const text = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('a', 'b', 'mute') },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '__proto__', '\ud800') },
);
const odd = fc.constantFrom<unknown>(null, undefined, true, '', 'x', 7, NaN, [], {});
/** Mostly of the right kind. */
const mostly = (good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: odd });

const params = {
  sessionStart: { 'media.length': number, 'media.id': text, 'media.show': text },
  adBreakStart: { 'media.ad.podIndex': number, 'media.ad.podSecond': number },
  adStart: { 'media.ad.id': text, 'media.ad.length': number, 'media.ad.podPosition': number },
  chapterStart: { 'media.chapter.index': number, 'media.chapter.offset': number, 'media.chapter.length': number },
  stateStart: { 'media.state.name': text },
  stateEnd: { 'media.state.name': text },
  error: { 'media.qoe.errorID': text },
  qoe: { 'media.qoe.bitrate': number, 'media.qoe.droppedFrames': number },
} satisfies Partial<Record<Action['type'], Record<string, fc.Arbitrary<unknown>>>>;

const words =
  'play pauseStart bufferStart bufferComplete seekStart seekComplete adComplete adSkip adBreakComplete chapterComplete chapterComplete chapterSkip adComplete bitrateChange'.split(
    ' ',
  );
const withData = Object.keys(params) as (keyof typeof params)[];

const dataOf = (type: keyof typeof params): fc.Arbitrary<object> =>
  fc.record(
    Object.fromEntries(Object.entries(params[type]).map(([key, value]) => [key, key === 'media.show' ? value : mostly(value)])),
  );

const metadata = fc.option(fc.dictionary(fc.constantFrom('my', 'a.b', 'with space', 'media.x'), mostly(text)), {
  nil: undefined,
});

const takesMetadata = new Set<string>(['sessionStart', 'adStart', 'chapterStart']);

const cue: fc.Arbitrary<Action> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...words).map((type) => ({ type: type as Action['type'] })) },
  ...withData.map((type) => ({
    weight: type === 'chapterStart' ? 5 : 2,
    arbitrary: fc.record({
      type: fc.constant(type),
      params: dataOf(type),
      ...(takesMetadata.has(type) && { customMetadata: metadata }),
    }),
  })),
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('sessionComplete', 'sessionEnd', 'ping', 'nonsense', '__proto__')
      .map((type) => ({ type: type as 'play' })),
  },
);

const playhead = fc.option(number, { nil: undefined, freq: 2 });
const bare = 'playRequested playing paused waiting seeking seeked progress'.split(' ');
const guess: fc.Arbitrary<Guess | undefined> = fc.option(
  dataOf('adStart').map((data) => ({ params: data }) as Guess),
  { nil: undefined },
);

/** What adapters report of a break is as it should be. */
const breakGuess = fc.option(
  fc.constantFrom(1, 2, 3).map((index): Guess => ({ params: { 'media.ad.podIndex': index } })),
  { nil: undefined },
);

const chapter = fc.option(
  fc.constantFrom(1, 2, 3).map((index) => ({ index, start: index * 10, end: index * 10 + 10 })),
  { nil: undefined },
);

const intent: fc.Arbitrary<Intent> = fc.oneof(
  { weight: 14, arbitrary: fc.record({ type: fc.constantFrom(...bare), playhead }) as fc.Arbitrary<Intent> },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('ended', 'unloaded'), playhead }) as fc.Arbitrary<Intent> },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('durationKnown'), seconds: number }) as fc.Arbitrary<Intent> },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('failed'), id: text, isNetwork: fc.boolean() }) as fc.Arbitrary<Intent> },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('state'), name: text, on: fc.boolean() }) as fc.Arbitrary<Intent> },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('adBreakStarted'), guess: breakGuess }) as fc.Arbitrary<Intent> },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('adAnnounced'), guess }) as fc.Arbitrary<Intent> },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('bitrate'), kbps: number }) as fc.Arbitrary<Intent> },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('chapter'), chapter }) as fc.Arbitrary<Intent> },
  { weight: 1, arbitrary: fc.constantFrom<Intent>({ type: 'failed', id: 'x', stillPlaying: true }, { type: 'recovered' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('adUpdated'),
      guess: dataOf('adStart').map((data) => ({ params: data })),
    }) as fc.Arbitrary<Intent>,
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('adEnded', 'adEnded', 'adBreakEnded'),
      skipped: fc.boolean(),
    }) as fc.Arbitrary<Intent>,
  },
);

const ms = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(0, 1, 20, 249, 250, 299, 301, 500, 999, 1_000, 1_001) },
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 25_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(600_000, 1_799_999, 1_800_000) },
);

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: cue.map((one) => ({ what: 'input', input: { type: 'track', action: one } }) as const) },
  { weight: 10, arbitrary: intent.map((input) => ({ what: 'input', input }) as const) },
  { weight: 10, arbitrary: ms.map((one) => ({ what: 'pass', ms: one }) as const) },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('playhead' as const),
      value: fc.option(number, { nil: undefined }),
      goes: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('leave', 'hidden').map((type) => ({ what: 'input', input: { type: type as 'leave' } }) as const),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map((given) => ({ what: 'input', input: { type: 'consent', isGiven: given } }) as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(-90_000_000, -3_600_000, -5_000, -500, 500, 5_000, 3_600_000, 86_400_000)
      .map((one) => ({ what: 'jump', ms: one }) as const),
  },
  { weight: 4, arbitrary: fc.nat(6).map((fromEnd) => ({ what: 'refuse', fromEnd }) as const) },
);

const byHand = (type: Action['type'], data?: object): Move => ({
  what: 'input',
  input: { type: 'track', action: { type, params: data } },
});

const shownAd = (
  [
    { type: 'adBreakStarted' },
    { type: 'adAnnounced', guess: { params: { 'media.ad.id': 'a', 'media.ad.length': 4 } } },
    { type: 'playing' },
    { type: 'adEnded' },
  ] as const
).map((input): Move => ({ what: 'input', input }));

/** Random stories of up to 60 moves, which mostly begin with a session. */
export const randomStory: fc.Arbitrary<RandomStory> = fc.record({
  prerollWait: fc.constantFrom(0, 250, 250, 2_000),
  adPingInterval: fc.constantFrom(1_000, 10_000),
  media: fc.array(fc.constantFrom('known', 'known', 'known', 'unmeasured', 'untracked', 'live'), { maxLength: 4 }),
  moves: fc
    .tuple(
      fc.constantFrom<Move[]>([], [{ what: 'input', input: { type: 'playRequested' } }], [byHand('sessionStart', film)]),
      fc.constantFrom<Move[]>(
        [],
        [byHand('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 })],
        [byHand('play')],
        shownAd,
      ),
      fc.noBias(fc.array(move, { maxLength: 60, size: 'max' })),
    )
    .map((parts) => parts.flat()),
});

/** Lets a story happen. */
export function play(random: RandomStory, between?: MachineOptions['between']): Machine {
  const { moves, prerollWait, adPingInterval } = random;
  const answers = [...random.media];
  const machine = createMachine({
    prerollWait,
    adPingInterval,
    ...(between && { between }),
    media: () => {
      const known = answers.shift() ?? 'known';
      const { 'media.length': _, ...unmeasured } = film;
      if (known === 'untracked') return null;
      return { params: known === 'live' ? { ...film, 'media.contentType': 'live' } : known === 'known' ? film : unmeasured };
    },
    ad: (known) => ((known?.params as { 'media.ad.id'?: unknown } | undefined)?.['media.ad.id'] === 'b' ? null : (known ?? {})),
  });
  const { clock } = machine;
  for (const one of moves) {
    if (one.what === 'input') machine.dispatch(one.input);
    else if (one.what === 'pass') clock.advance(one.ms);
    else if (one.what === 'jump') clock.set(clock.now() + one.ms);
    else if (one.what === 'refuse') {
      const refused = machine.lanes.at(-1)?.at(-1 - one.fromEnd);
      if (refused?.before)
        machine.dispatch({ type: 'sessionLost', event: refused.event, before: refused.before, wasDelivered: true });
    } else {
      const since = clock.now();
      const { value, goes } = one;
      machine.playhead = () => (goes && value !== undefined ? value + (clock.now() - since) / 1_000 : value);
    }
  }
  return machine;
}

import fc from 'fast-check';

/** What a viewer, a page or a machine does; a move that makes no sense at its moment is passed over. */
export type Move =
  | readonly [move: 'pass', ms: number]
  /** The viewer presses play, and the first frame is shown so many milliseconds later. */
  | readonly [move: 'play', startup: number]
  | readonly [move: 'pause' | 'dry' | 'frames' | 'end' | 'length']
  | readonly [move: 'seek', place: number]
  /** Other content is loaded, at a place of its own. */
  | readonly [move: 'change', place: number]
  /** The page loads the same content anew, so many seconds further. */
  | readonly [move: 'again', further: number]
  /** The element is taken out of the document, and put back. */
  | readonly [move: 'remount', ms: number, further: number]
  /** The page stops following the player, and follows it again. */
  | readonly [move: 'detach', ms: number]
  /** The page follows another player, with other content. */
  | readonly [move: 'switch']
  /** The page goes into the back/forward cache, and comes back. */
  | readonly [move: 'leave', ms: number]
  /** The wall clock goes on; timers and media stand. */
  | readonly [move: 'sleep', ms: number]
  | readonly [move: 'consent', decision: 'in' | 'out' | 'pending']
  | readonly [move: 'bitrate', kbps: number]
  | readonly [move: 'mute', on: boolean];

/** How the page answers: at once (undefined), after so many milliseconds, never, or with a promise that is rejected then. */
export interface Answer {
  readonly after?: number | undefined;
  readonly fault?: 'never' | 'rejected' | undefined;
}

/** What happens, and how the page answers. */
export interface Story {
  /** The page tracks all by hand. */
  readonly byHand: boolean;
  readonly prerollWait: number;
  /** `consent` is a function, and changes are seen at the next start only. */
  readonly asksConsent: boolean;
  /** The player does not know the id of its content; only `media` does. */
  readonly isNameless: boolean;
  /** Contents of which the length comes late, by number. */
  readonly unmeasured: readonly boolean[];
  /** Contents that are live. */
  readonly live: readonly boolean[];
  /** How `params` answers at each start, and `media` for each content; plain beyond the end. */
  readonly params: readonly Answer[];
  readonly media: readonly Answer[];
  readonly moves: readonly Move[];
  readonly last: 'end' | 'change' | 'detach' | 'destroy' | 'leave';
}

const soon = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 900 }) },
  { weight: 8, arbitrary: fc.integer({ min: 900, max: 12_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 12_000, max: 45_000 }) },
);
const startup = fc.integer({ min: 0, max: 900 });
const place = fc.constantFrom(0, 0, 30, 300, 1_000);
const further = fc.constantFrom(0, 0, 0.5, -2, 4, 30, -200);
const away = fc.constantFrom(0, 30, 300, 900, 1_100, 8_000);

const move = (weight: number, ...parts: fc.Arbitrary<unknown>[]) => ({ weight, arbitrary: fc.tuple(...parts) });
const is = (name: Move[0]): fc.Arbitrary<unknown> => fc.constant(name);

/** Which moves there are besides those of every viewing. */
export interface Kinds {
  readonly consent?: boolean;
  readonly sleep?: boolean;
}

const moveOf = ({ consent, sleep }: Kinds): fc.Arbitrary<Move> =>
  fc.oneof(
    move(12, is('pass'), soon),
    move(10, is('play'), startup),
    move(3, is('pause')),
    move(2, is('dry')),
    move(2, is('frames')),
    move(1, is('length')),
    move(2, is('end')),
    move(2, is('seek'), place),
    move(4, is('change'), place),
    move(2, is('again'), further),
    move(2, is('remount'), away, further),
    move(2, is('detach'), away),
    move(1, is('switch')),
    move(2, is('leave'), fc.constantFrom(500, 5_000, 60_000)),
    move(1, is('bitrate'), fc.constantFrom(800, 1_600)),
    move(1, is('mute'), fc.boolean()),
    move(sleep ? 3 : 0, is('sleep'), fc.constantFrom(5_000, 60_000, 400_000, 660_000, 3_600_000)),
    move(consent ? 4 : 0, is('consent'), fc.constantFrom('in', 'in', 'out', 'pending')),
  ) as unknown as fc.Arbitrary<Move>;

const kept: fc.Arbitrary<Answer> = fc.record({
  after: fc.oneof(
    fc.constant(undefined),
    fc.constantFrom(0, 1, 300, 800, 999, 1_001, 3_000, 25_000),
    fc.integer({ min: 0, max: 9_000 }),
  ),
});
const broken: fc.Arbitrary<Answer> = fc.record({
  after: fc.constantFrom(0, 500, 2_000),
  fault: fc.constantFrom('never', 'rejected', undefined),
});

const plain: fc.Arbitrary<Answer> = fc.constant({});

/** Stories of up to 25 moves. `answers`: whether the page promises its answers, and whether it breaks promises. */
export const storyOf = (kinds: Kinds, answers: 'kept' | 'broken'): fc.Arbitrary<Story> => {
  const answer = answers === 'kept' ? kept : fc.oneof({ weight: 2, arbitrary: kept }, { weight: 1, arbitrary: broken });
  return fc.record({
    byHand: fc.constantFrom(false, false, false, true),
    prerollWait: fc.constantFrom(0, 250, 250, 2_000),
    asksConsent: kinds.consent ? fc.boolean() : fc.constant(false),
    isNameless: answers === 'kept' ? fc.boolean() : fc.constant(false),
    unmeasured: fc.array(fc.constantFrom(false, false, true), { maxLength: 6 }),
    live: fc.array(fc.constantFrom(false, false, false, true), { maxLength: 6 }),
    params: fc.array(answer, { maxLength: 12, size: 'max' }),
    media: fc.array(fc.oneof(answer, plain), { maxLength: 8, size: 'max' }),
    moves: fc.noBias(fc.array(moveOf(kinds), { minLength: 2, maxLength: 25, size: 'max' })),
    last: fc.constantFrom('end', 'change', 'detach', 'destroy', 'leave'),
  });
};

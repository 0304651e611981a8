import type { Random } from './random';

/** What can happen to one request, beside arriving. */
export type Fault =
  | 'dropped before the server saw it'
  | 'dropped after the server saw it'
  | 'slow'
  | 'seen only after the time-out'
  | 'seen twice'
  | 'final 4xx'
  | '408 or 429'
  | '5xx'
  | '5xx after the server saw it'
  | '404'
  | '410'
  | 'a web page in place of an answer'
  | 'slow session id'
  | 'session id missing';

/** What can be wrong with everything for a while. */
export type Spell = 'offline' | '503 to everything' | '404 to every event' | 'no session id can be read';

/** How often each fault strikes, of 1, and when something is wrong with everything, in ms since the beginning. */
export interface Conditions {
  readonly shares: Readonly<Partial<Record<Fault, number>>>;
  readonly spells: readonly { readonly what: Spell; readonly from: number; readonly to: number; readonly isTold: boolean }[];
  /** What a request takes each way at least and at most, in ms; beyond 100 they overtake each other. */
  readonly way: readonly [number, number];
}

/** Spells that every request meets, or every one of a kind, whatever else happens to it. */
export const spells: readonly Spell[] = ['503 to everything', '404 to every event', 'no session id can be read'];

/** Nothing happens. */
export const calm: Conditions = { shares: {}, spells: [], way: [10, 10] };

/** How often a fault strikes where it strikes at all. */
const likely: Readonly<Record<Fault, readonly number[]>> = {
  'dropped before the server saw it': [0.02, 0.1, 0.4],
  'dropped after the server saw it': [0.02, 0.1, 0.4],
  slow: [0.02, 0.1, 0.5],
  'seen only after the time-out': [0.02, 0.1],
  'seen twice': [0.02, 0.1],
  'final 4xx': [0.002, 0.01],
  '408 or 429': [0.02, 0.1],
  '5xx': [0.02, 0.1, 0.7],
  '5xx after the server saw it': [0.02, 0.1],
  '404': [0.002, 0.01],
  '410': [0.002, 0.01],
  'a web page in place of an answer': [0.02, 0.1, 0.5],
  'slow session id': [0.3, 1],
  'session id missing': [0.2, 0.5],
};

/** All faults. Object.keys forgets which keys an object has. */
export const faults: readonly Fault[] = Object.keys(likely) as Fault[];

/** What the network is like during a viewing of so many ms, at random. */
export function randomConditions(random: Random, length: number): Conditions {
  const shares: Partial<Record<Fault, number>> = {};
  for (const fault of faults) if (random.chance(0.25)) shares[fault] = random.pick(likely[fault]);
  const offline = Array.from({ length: random.chance(0.4) ? random.between(1, 3) : 0 }, () => {
    const from = random.between(0, length);
    const ms = random.chance(0.8) ? random.between(200, 120_000) : random.between(120_000, 7_200_000);
    return { what: 'offline', from, to: from + ms, isTold: random.chance(0.8) } as const;
  });
  const others = (
    [
      ['503 to everything', 50_000, 70_000],
      ['404 to every event', 20_000, 600_000],
      ['no session id can be read', 10_000, 120_000],
    ] as const
  ).flatMap(([what, least, most]) => {
    if (!random.chance(0.15)) return [];
    const from = random.chance(0.5) ? 0 : random.between(0, length);
    return [{ what, from, to: from + random.between(least, most), isTold: false }];
  });
  return {
    shares,
    spells: [...offline, ...others],
    way: random.pick([
      [5, 100],
      [20, 1_500],
      [200, 4_000],
    ] as const),
  };
}

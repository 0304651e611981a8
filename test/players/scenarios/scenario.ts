import type { Page } from 'playwright-core';
import type { Scene } from '../../browser/html5-scene';
import type { Player } from '../cast';

/** Where a scenario is acted. */
export interface Stage {
  readonly page: Page;
  readonly scene: Scene;
}

/** What a viewer or a page does, and what every player must make of it. */
export interface Scenario {
  act(stage: Stage): Promise<void>;
  /** The events of its sessions, in order, with the names of states. */
  readonly lines: readonly string[];
  /** From this second of the content on the segments do not come until the page calls `release()`. */
  readonly dry?: number;
  /** Part of the short list that every player acts in `npm test`. */
  readonly core?: boolean;
  /** Where a player makes something else of it, and why that is right. */
  readonly but?: Partial<Record<Player, { lines: readonly string[]; why: string }>>;
  /** Where a player has no such thing. */
  readonly without?: Partial<Record<Player, string>>;
  /** Why what was shown cannot be held against what was told. */
  readonly unjudged?: string;
}

/** Shaka Player looks at a segment in the middle and at the last one (of 20 s) before it plays anything. */
const SAMPLES: readonly number[] = [5, 10];

/** The segments of the adaptive set from a second on, without which nothing is played there. */
export const segmentsFrom = (second: number): RegExp => {
  const numbers = Array.from({ length: 30 }, (_, index) => index + 1).filter(
    (number) => (number - 1) * 2 >= second && !SAMPLES.includes(number),
  );
  return new RegExp(`c-\\d-0*(${numbers.join('|')})\\.m4s`);
};

/** How a viewing of a muted player begins. */
export const OPENING = 'sessionStart stateStart:mute play play';

/** Acts wholly in the page. */
export const inPage =
  (act: () => Promise<void>) =>
  ({ page }: Stage): Promise<void> =>
    page.evaluate(act);

declare global {
  interface Window {
    release(): void;
  }
}

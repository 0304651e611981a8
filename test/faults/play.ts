import { createDice } from './dice';
import { calm, throwMood } from './mood';
import { judge, type Judgement } from './oracle';
import { run, type Run } from './run';
import type { Viewing } from './step';
import { throwViewing } from './viewing';

/** What became of a seed. */
export interface Played extends Judgement {
  readonly viewing: Viewing;
  readonly faulty: Run;
}

/** Plays the viewing of a seed without faults and with those of the seed, and judges it. */
export async function play(seed: number): Promise<Played> {
  const dice = createDice(seed);
  const viewing = throwViewing(dice);
  const mood = throwMood(dice, viewing.steps.at(-1)![0]);
  const plain = await run(viewing, calm, seed);
  const faulty = await run(viewing, mood, seed);
  return { viewing, faulty, ...judge(viewing, faulty, plain) };
}

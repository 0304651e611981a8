import { createDice } from './dice';
import { calm, throwMood } from './mood';
import { judge, type Judgement } from './oracle';
import { run, type Run } from './run';
import type { Viewing } from './step';
import { wires, type WireModel } from './wires';
import { throwViewing } from './viewing';

/** What became of a seed. */
export interface Played extends Judgement {
  readonly viewing: Viewing;
  readonly faulty: Run;
}

/** Plays the viewing of a seed without faults and with those of the seed, and judges it. */
export async function play(seed: number, wire: WireModel = wires.mediaCollection): Promise<Played> {
  const dice = createDice(seed);
  const viewing = throwViewing(dice);
  const mood = throwMood(dice, viewing.steps.at(-1)![0]);
  const plain = await run(viewing, calm, seed, wire);
  const faulty = await run(viewing, mood, seed, wire);
  return { viewing, faulty, ...judge(viewing, faulty, plain) };
}

import { createRandom } from './random';
import { calm, randomConditions } from './conditions';
import { judge, type Judgement } from './oracle';
import { run, type Run } from './run';
import type { Viewing } from './step';
import { wires, type WireModel } from './wires';
import { randomViewing } from './viewing';

/** What became of a seed. */
export interface Played extends Judgement {
  readonly viewing: Viewing;
  readonly faulty: Run;
}

/** Plays the viewing of a seed without faults and with those of the seed, and judges it. */
export async function play(seed: number, wire: WireModel = wires.mediaCollection): Promise<Played> {
  const random = createRandom(seed);
  const viewing = randomViewing(random);
  const conditions = randomConditions(random, viewing.steps.at(-1)![0]);
  const plain = await run(viewing, calm, seed, wire);
  const faulty = await run(viewing, conditions, seed, wire);
  return { viewing, faulty, ...judge(viewing, faulty, plain) };
}

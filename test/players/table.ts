import type { Truth } from '../truth/truth';
import type { Player } from './cast';

/** What came of a scenario with a player: seconds that were shown and told, where they can be compared. */
export interface Row {
  readonly player: Player;
  readonly name: string;
  readonly shown?: Truth;
  readonly told?: Truth;
}

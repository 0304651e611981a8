import { interrupted } from './interrupted';
import { pages } from './pages';
import { playing } from './playing';
import type { Scenario } from './scenario';
import { states } from './states';
import { trouble } from './trouble';

/** What every player is shown, one viewing each. */
export const scenarios: Readonly<Record<string, Scenario>> = { ...playing, ...interrupted, ...trouble, ...states, ...pages };

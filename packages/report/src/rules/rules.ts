import { form } from './form';
import { pings } from './pings';
import { playback } from './playback';
import type { Rules } from './rule';
import { spans } from './spans';
import { states } from './states';
import { time } from './time';

/** The name of a rule. */
export type RuleName =
  | keyof typeof form
  | keyof typeof time
  | keyof typeof spans
  | keyof typeof playback
  | keyof typeof pings
  | keyof typeof states
  | 'resume-missing';

/** All rules by name; `resume-missing` needs the sessions of a tracker in their order. */
export const rules: Rules<RuleName> = {
  ...form,
  ...time,
  ...spans,
  ...playback,
  ...pings,
  ...states,
  'resume-missing': {
    severity: 'breach',
    says: 'A session that goes on where another one of the same content broke off says `media.resume: true`.',
  },
};

/** The names of all rules. Object.keys forgets which keys an object has. */
export const ruleNames: readonly RuleName[] = Object.keys(rules) as RuleName[];

import type { MediaEvent } from '@media-collection/core';
import type { Scene } from '../../test/browser/html5-scene';
import { differenceOf } from '../../test/engines/differences';
import { scenarios } from '../../test/players/scenarios/scenarios';
import { sumsOf } from '../../test/players/sums';
import { allowed } from '../../test/truth/truth';
import type { Way } from './acted';
import type { Outcome } from './code';
import type { EngineName } from './engine-name';
import type { Performance } from './stage';

/** An outcome with what is to be said of it. */
export interface Verdict {
  readonly outcome: Outcome;
  /** One sentence, or nothing where all is as it should be. */
  readonly note: string;
}

const nameOf = ({ eventType, params }: MediaEvent): string => {
  const state = (params as Record<string, unknown> | undefined)?.['media.state.name'];
  return state === undefined ? eventType : `${eventType}:${String(state)}`;
};
const parts = ['content', 'pause', 'buffer'] as const;
const words = { content: 'played', pause: 'paused', buffer: 'buffering' };
/** A difference as it is read. */
const seconds = (value: number): string => `${value > 0 ? '+' : ''}${value.toFixed(2)} s`;

/** Holds what the collector received against what is expected, and against what was shown. */
export function judgePerformance(
  name: string,
  { player, isNative }: Way,
  { family }: EngineName,
  { lost, seen }: Performance,
  sessions: readonly (readonly MediaEvent[])[],
): Verdict {
  const scenario = scenarios[name]!;
  const known = differenceOf(family, player, name);
  const expected = (isNative && scenario.but?.html5?.lines) || scenario.lines;
  const received = sessions.map((events) => events.map(nameOf).join(' '));
  if (lost.length) return { outcome: 'f', note: `Lost: ${lost.join(', ')}.` };
  if (received.join('\n') !== expected.join('\n')) {
    if (known?.lines?.join('\n') === received.join('\n')) return { outcome: 'd', note: known.why };
    const note = `Expected: ${expected.join(' | ')}. Received: ${received.join(' | ') || 'nothing'}.`;
    return known ? { outcome: 'd', note: `${known.why} ${note}` } : { outcome: 'f', note };
  }
  if (scenario.unjudged) return { outcome: 'p', note: '' };
  // Of a scene it needs the events alone.
  const scene = { events: (session = 0) => sessions[session] } as unknown as Scene;
  const { shown, reported } = sumsOf(scene, seen, expected.length);
  const isNear = (part: (typeof parts)[number]): boolean => {
    return Math.abs(reported[part] - shown[part]) <= allowed(shown[part]) * expected.length;
  };
  const note = `Reported against shown: ${parts.map((part) => `${words[part]} ${seconds(reported[part] - shown[part])}`).join(', ')}.`;
  if (parts.every(isNear)) return { outcome: 'p', note };
  return known?.unjudged ? { outcome: 'd', note: `${known.why} ${note}` } : { outcome: 't', note };
}

/** What did not come to its end. */
export function judgeFailure(name: string, { player }: Way, { family }: EngineName, error: unknown): Verdict {
  const known = differenceOf(family, player, name);
  // Without lines of its own it is one that an engine may never finish.
  if (known && !known.lines && !known.unjudged) return { outcome: 'd', note: known.why };
  return { outcome: 'f', note: `It broke off: ${String(error)}` };
}

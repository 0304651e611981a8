import { expect } from 'vitest';
import { report } from '@media-collection/report';
import type { Scene } from '../browser/html5-scene';
import { allowed, contentOf, judge, type Truth } from '../truth/truth';
import type { Seen } from '../truth/witness';

/** What a witness saw, and what the report tells of it, in seconds. */
export interface Sums {
  readonly shown: Truth;
  readonly reported: Truth;
}

const parts = ['content', 'pause', 'buffer'] as const;

/** Adds up the sessions of a scene. */
export function sumsOf(scene: Scene, seen: Seen, sessions: number): Sums {
  const metrics = Array.from({ length: sessions }, (_, session) => report(scene.events(session)).metrics);
  const reported = {
    content: metrics.reduce((sum, { contentTimeSpent }) => sum + contentTimeSpent, 0),
    pause: metrics.reduce((sum, { totalPauseDuration }) => sum + totalPauseDuration, 0),
    buffer: metrics.reduce((sum, { totalBufferDuration }) => sum + totalBufferDuration, 0),
  };
  // Between two sessions nothing counts, so only what was shown can be compared.
  return { shown: sessions > 1 ? { ...reported, content: contentOf(seen) } : judge(seen), reported };
}

/** Expects each sum to be no further off than is allowed for a session, or than so many ms. */
export function expectNear({ shown, reported }: Sums, sessions: number, offMs?: number): void {
  for (const part of parts) {
    const off = reported[part] - shown[part];
    const limit = offMs ? offMs / 1_000 : allowed(shown[part]) * sessions;
    expect(Math.abs(off), `${part}: reported ${reported[part]}, shown ${shown[part]}`).toBeLessThanOrEqual(limit);
  }
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Input } from '../../../src/session/input';
import { move } from '../../../src/session/player/movement';
import { reduce } from '../../../src/session/reduce';
import type { Session } from '../../../src/session/state';
import { runs } from '../../seed';
import { createMachine, film } from '../machine';
import { randomStory, play } from '../random-story';

/** Movements of any session: at once, soon, when something is due; forward, back, or none. */
function* movements({ clock, player, movement, tracked }: Session): Generator<Input> {
  const until = (clock.timerDueAt ?? 0) - clock.now;
  for (const later of [-1, 0, 40, 250, 999, 1_000, 1_999, 2_000, 2_001, until - 1, until])
    for (const playhead of [player.playhead, movement.lastProgress?.playhead, player.playhead + later / 1_000, 0, NaN, undefined])
      for (const qoe of [undefined, tracked?.reported.qoe, { 'media.qoe.droppedFrames': 7 }])
        yield { type: 'progress', time: clock.now - clock.offset + later, playhead, qoe };
}

/** Compares both ways for each movement that may follow; returns how many took the short one. */
function compareWays(session: Session): number {
  let count = 0;
  for (const input of movements(session)) {
    const short = move(session, input);
    if (!short) continue;
    count++;
    // An intent with an age goes the long way.
    const [long, effects] = reduce(session, { ...input, agoMs: 0 });
    expect(effects).toEqual([]);
    expect(short).toEqual(long);
  }
  return count;
}

test('the short way of a movement leads where the long one leads, in whatever session', () => {
  let count = 0;
  fc.assert(
    fc.property(randomStory, (story) => {
      play(story, (session) => {
        count += compareWays(session);
        return session;
      });
    }),
    runs(100),
  );
  expect(count).toBeGreaterThan(500);
});

test('so it does around pauses, stalls, seeks and breaks of content that plays', () => {
  const type = fc.constantFrom(
    ...(['playing', 'paused', 'waiting', 'seeking', 'seeked', 'progress', 'playRequested'] as const),
    ...(['adBreakStarted', 'adAnnounced', 'adEnded', 'adBreakEnded'] as const),
  );
  const step = fc.record({ type, ms: fc.constantFrom(0, 50, 200, 400, 1_100), seconds: fc.constantFrom(0, 0.05, 0.2, 5) });
  let count = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15, size: 'max' }), (steps) => {
      const machine = createMachine({
        media: () => ({ params: film }),
        between: (session) => {
          count += compareWays(session);
          return session;
        },
      });
      let playhead = 0;
      machine.playhead = () => playhead;
      machine.dispatch({ type: 'playRequested' });
      machine.dispatch({ type: 'playing' });
      machine.clock.advance(300);
      for (const { type, ms, seconds } of steps) {
        playhead += seconds;
        machine.dispatch({ type });
        machine.clock.advance(ms);
      }
    }),
    runs(200),
  );
  expect(count).toBeGreaterThan(500);
});

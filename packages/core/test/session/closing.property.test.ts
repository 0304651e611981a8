import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rehearseClosing } from '../../src/session/closing';
import { reduce } from '../../src/session/reduce';
import type { Session } from '../../src/session/state';
import type { MediaEvent } from '../../src/wire/events';
import { runs } from '../seed';
import { randomStory, play } from './random-story';

const eventsOf = ([, effects]: ReturnType<typeof reduce>): MediaEvent[] =>
  effects.flatMap((effect) => (typeof effect !== 'string' && effect.do === 'send' ? [effect.event] : []));

test('a closing that was rehearsed is what leaving the page emits, until a timer rings', () => {
  let compared = 0;
  fc.assert(
    fc.property(randomStory, (story) => {
      const sessions: Session[] = [];
      const { inputs } = play(story, (session) => (sessions.push(session), session));
      for (const [index, { time: now, playhead }] of inputs.entries()) {
        const session = sessions[index]!;
        const from = inputs[index - 1];
        const closing = from && rehearseClosing(session, { time: from.time, playhead: from.playhead });
        if (!closing || now < closing.from || now > closing.until) continue;
        const { timerDueAt = Infinity } = session.clock;
        if (now - from.time >= timerDueAt - closing.step[0].clock.now) continue;
        // Within such a wait a second `play` falls due, which the closing lacks.
        if (story.prerollWait > 1_000 && session.tracked!.queueDeadline) continue;
        const place = playhead !== undefined && playhead >= 0 && playhead < Infinity ? playhead : session.player.playhead;
        const { items, past, at } = closing;
        const first = at(now, place);
        const closed = items.map(({ event }, number) =>
          number < past ? event : { ...event, playerTime: { ...first, ts: first.ts + number - past } },
        );
        compared++;
        expect(closed).toEqual(eventsOf(reduce(session, { type: 'leave', time: now, playhead })));
      }
    }),
    runs(300),
  );
  expect(compared).toBeGreaterThan(1_000);
});

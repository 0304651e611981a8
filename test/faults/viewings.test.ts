import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../packages/core/test/seed';
import { enact, type Enacted } from './enact';
import { storyOf, type Kinds, type Story } from './moves';
import { judgeArrival, judgeContents, judgeLate, judgeViewings } from './viewings';

const always = (
  kinds: Kinds,
  breaches: (story: Story, late: Enacted) => AsyncGenerator<string>,
  answers: 'kept' | 'broken' = 'kept',
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(storyOf(kinds, answers), async (story) => {
      const late = await enact(story);
      const found: string[] = [];
      for await (const one of breaches(story, late)) found.push(one);
      if (found.length) expect.fail([...found.slice(0, 5), ...late.log, ...late.warnings].join('\n'));
    }),
    runs(80),
  );

/** What must hold of every viewing, also where answers come late. */
async function* judgeAll(story: Story, late: Enacted): AsyncGenerator<string> {
  yield* judgeViewings(late);
  yield* judgeArrival(story, late);
  // A viewing that waited while the machine slept was paused; one with a session got another one.
  if (!story.moves.some(([move]) => move === 'sleep')) yield* judgeLate(late, await enact(story, true));
}

describe('each request to play is reported once, as its own content, with its own times and places', () => {
  test('where nothing is promised', async () => {
    await always({}, async function* (story) {
      const plain = await enact(story, true);
      yield* judgeViewings(plain);
      yield* judgeArrival(story, plain);
    });
  });

  test('where the machine sleeps', async () => {
    await always({ sleep: true }, async function* (story) {
      const plain = await enact(story, true);
      yield* judgeViewings(plain);
      yield* judgeArrival(story, plain);
    });
  });

  test('where params and media are promised', async () => {
    await always({}, judgeAll);
  });

  test('where params and media are promised, and the machine sleeps', async () => {
    await always({ sleep: true }, judgeAll);
  });

  test('where consent comes and goes', async () => {
    await always({ consent: true }, async function* (story) {
      // A viewing that waits for its length when consent is withdrawn was never a session.
      const plain = await enact({ ...story, unmeasured: [] }, true);
      yield* judgeViewings(plain);
      yield* judgeArrival(story, plain, ['consent', 'destroyed']);
    });
  });

  test('where params and media are promised, and consent comes and goes', async () => {
    await always({ consent: true }, async function* (story, late) {
      yield* judgeArrival(story, late, ['consent', 'destroyed']);
      // What waited for its answer when consent was withdrawn was never a session.
      if (!story.moves.some(([, detail]) => detail === 'out')) yield* judgeViewings(late);
      else yield* judgeContents(late);
    });
  });

  test('where promises are broken, as far as it can be', async () => {
    await always({}, (story, late) => judgeBroken(story, late), 'broken');
  });
});

async function* judgeBroken(story: Story, late: Enacted): AsyncGenerator<string> {
  yield* judgeArrival(story, late);
  yield* judgeContents(late);
  const isKnown = late.params.some(({ came }) => came < late.overAt);
  for (const { ask, at, content } of late.dues) {
    if (ask === undefined) continue;
    const isAnswered = late.params[ask]!.came < late.overAt || (isKnown && story.params[ask]?.fault === 'never');
    if (isAnswered && !late.sessions.some(([start]) => start!.playerTime.ts === at))
      yield `content-${content} at ${at} is not reported`;
  }
}

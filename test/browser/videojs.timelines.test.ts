import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MediaEvent } from '@media-collection/core';
import { expectedOf, timelines, type Row } from '../conformance/published';
import { openAdsScene, openAdsBrowser } from './ads-scene';
import type { AdPlan } from './ad-plugin';
import type { Browser } from './browser';

declare global {
  interface Window {
    /** The film goes on. */
    release(): void;
  }
}

/** Bytes of film.mp4 in a second, near enough because its bit rate is constant. */
const BYTES_PER_S = 1_561_118 / 46;
/** Chromium takes a file in by whole blocks, and runs dry so many seconds before the end of the last one. */
const BLOCK = 32_768;
const DRY_S = 1.15;
/** Where the file must end for a while, so that its player runs dry near a second. */
const endOf = (second: number): number => Math.round(((second + DRY_S) * BYTES_PER_S) / BLOCK) * BLOCK + BLOCK / 2;

/** How far a step may be from where it was published, in seconds of the content: a block is a second. */
const NEAR_S = 0.75;
/** And how late it may come, in seconds. */
const LATE_S = 0.5;

let browser: Browser;
beforeAll(async () => {
  browser = await openAdsBrowser();
});
afterAll(() => browser?.close());

type Known = Readonly<
  Record<'media.ad.id' | 'media.chapter.friendlyName', string> & Record<'media.ad.length' | 'media.chapter.length', number>
>;

/** An ad plugin's ads of a timeline: those before the content, and those in it. */
function houseOf(rows: readonly Row[]): AdPlan {
  const ads = rows.flatMap(([, eventType, playhead, parts], index) => {
    if (eventType !== 'adStart') return [];
    const { 'media.ad.id': id, 'media.ad.length': duration } = parts!.params as Known;
    return [{ playhead, file: `clip.mp4?ad=${index}`, id, duration, cut: true }];
  });
  const at = ads.at(-1)!.playhead;
  return {
    pre: ads.filter(({ playhead }) => playhead === 0),
    mid: { at, ads: ads.filter(({ playhead }) => playhead === at) },
    second: true,
    firesEvents: true,
  };
}

/** What the page knows: its film, names of ads, and chapters. */
const knownOf = (rows: readonly Row[]) => ({
  content: rows[0]![3]!.params,
  ads: rows.flatMap(([, eventType, , parts]) => (eventType === 'adStart' ? [parts!.params as Known] : [])),
  chapters: rows.flatMap(([, eventType, start, parts]) => {
    if (eventType !== 'chapterStart') return [];
    const { 'media.chapter.friendlyName': title, 'media.chapter.length': length } = parts!.params as Known;
    return [{ title, start, end: start + length }];
  }),
});

/** Seconds to what comes after a row. */
const secondsAfter = (rows: readonly Row[], at: number): number => (rows[at + 1]![0] - rows[at]![0]) / 1_000;

/** Events that match the published rows in order; a `play` that says nothing new may stand between. */
function align(events: readonly MediaEvent[], rows: readonly Row[]): MediaEvent[] {
  let state = '';
  const matched: MediaEvent[] = [];
  for (const event of events) {
    const { eventType } = event;
    if (eventType === 'ping') continue;
    const isNews = eventType !== 'play' || state !== 'play' || rows[matched.length]?.[1] === 'play';
    if (/^(play|pauseStart|bufferStart|adStart)$/.test(eventType)) state = eventType === 'adStart' ? 'play' : eventType;
    if (isNews) matched.push(event);
  }
  return matched;
}

test.each(timelines)(
  "Adobe's timeline %s, acted out",
  async (_name, rows) => {
    const scene = await openAdsScene(browser);
    try {
      const stalled = rows.findIndex(([, type], index) => /^(bufferStart|error)$/.test(type) && rows[index + 1]![1] === 'play');
      const stall = rows[stalled]!;
      const held = scene.media.fault({
        match: 'film.mp4',
        afterBytes: endOf(stall[2]),
        holdMs: Infinity,
      });
      await scene.page.exposeFunction('release', held.release);
      const paused = rows.findIndex(([, type]) => type === 'pauseStart');
      const steps = {
        known: knownOf(rows),
        stall: { seconds: secondsAfter(rows, stalled), error: stall[1] === 'error' },
        pause: paused < 0 ? undefined : { at: rows[paused]![2], seconds: secondsAfter(rows, paused) },
        complete: rows.at(-1)![1] === 'sessionComplete' ? rows.at(-1)![2] : undefined,
        leave: secondsAfter(rows, rows.length - 2),
      };
      await scene.page.evaluate(
        async ([plan, { known, stall, pause, complete, leave }]) => {
          const { adStage, scene, stage } = window;
          const after = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
          adStage.open(plan, {
            file: 'film.mp4',
            options: {
              states: [],
              adPingInterval: 1_000,
              media: { params: { 'media.id': 'timeline', 'media.name': 'Timeline', ...known.content } },
              ad: (guess) => ({ params: known.ads.find((ad) => ad['media.ad.id'] === guess.params!['media.ad.id'])! }),
              ...(known.chapters.length && { chapters: known.chapters }),
            },
          });
          await new Promise<void>((resolve) => {
            const listener = ({ target }: Event): void => {
              if (!(target as HTMLVideoElement).currentSrc.includes('film.mp4') || stage.player.currentTime()! < 5) return;
              window.removeEventListener('waiting', listener, true);
              if (stall.error)
                scene.tracker.track('error', { 'media.qoe.errorID': 'stall', 'media.qoe.errorSource': 'external' });
              resolve();
            };
            // Before the player hears of it.
            window.addEventListener('waiting', listener, true);
          });
          await after(stall.seconds);
          window.release();
          if (pause) {
            await stage.passes(pause.at);
            stage.player.pause();
            await after(pause.seconds);
            void stage.player.play();
          }
          if (complete) {
            await stage.passes(complete);
            scene.tracker.track('sessionComplete');
            stage.player.pause();
          } else {
            const ads = scene.made.filter((made) => made === 'adStart').length;
            await scene.untilMade('adStart', ads + 1);
            await after(leave);
          }
          scene.detach();
        },
        [houseOf(rows), steps] as const,
      );
      await scene.settle();
      const expected = expectedOf(rows);
      const told = align(scene.events(), expected);
      expect(told.map(({ eventType }) => eventType)).toEqual(expected.map(([, eventType]) => eventType));
      for (const [index, [ms, type, playhead, parts]] of expected.entries()) {
        const { playerTime, params } = told[index]!;
        const misplaced = playerTime.playhead - playhead;
        expect(Math.abs(misplaced), `${type} ${index} at ${playerTime.playhead}`).toBeLessThan(NEAR_S);
        const before = told[index - 1]?.playerTime ?? playerTime;
        const [beforeMs, , beforeAt] = expected[index - 1] ?? expected[0]!;
        // What stands elsewhere in the content comes as much sooner or later.
        const moved = index ? misplaced - (before.playhead - beforeAt) : 0;
        const late = (playerTime.ts - before.ts - (ms - beforeMs)) / 1_000 - moved;
        expect(Math.abs(late), `${type} ${index} came ${late} s late`).toBeLessThan(LATE_S);
        for (const [key, value] of Object.entries(parts?.params ?? {}))
          if (key !== 'media.ad.podFriendlyName')
            expect((params as Record<string, unknown>)[key], key).toEqual(
              typeof value === 'number' ? expect.closeTo(value, 0) : value,
            );
      }
    } finally {
      await scene.close();
    }
  },
  180_000,
);

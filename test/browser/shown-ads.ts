import { expect } from 'vitest';
import { report } from '@media-collection/report';
import { heldAgainst, seenSources, stillOf, watchAds } from '../truth/ad-witness';
import { contentOf } from '../truth/truth';
import { leaveRow } from './ads-table';
import type { Scene } from './html5-scene';

/** How far the report may be off, per ad and for the content of a session, in seconds. */
const OFF = 0.15;

/** Watches what the page's element shows, by source; a source that is opened while `isAd` says so is an ad's. */
export const watchFrames = async (scene: Scene, isAd = 'false'): Promise<void> => {
  await scene.page.evaluate((isAd) => {
    const ads = new Set<string>();
    const { element } = window.scene;
    const asks = new Function(`return ${isAd}`) as () => unknown;
    element.addEventListener('loadedmetadata', () => {
      if (asks()) ads.add(element.currentSrc);
    });
    window.isAd = ({ currentSrc }) => ads.has(currentSrc);
  }, isAd);
  await watchAds(scene.page);
};

/** The sessions without their pings. */
export const linesOf = (scene: Scene): string[] => scene.lines().map((line) => line.replaceAll(' ping', ''));

/** How a viewing is judged. */
export interface Judged {
  readonly player: string;
  readonly real: string;
  /** Ads that are part of what the element plays: seconds of its media, from and to. */
  readonly inStream?: readonly (readonly [from: number, to: number])[];
  /** Ads that the page left out, the first ones. */
  readonly unreported?: number;
  /** Seconds in which nothing was shown, and nothing was reported of it. */
  readonly lost?: number;
}

/** Seconds that were shown of the content and of each ad; `still`: how long the clock of the content stood without a word. */
export function shownSeconds(
  seen: Awaited<ReturnType<typeof seenSources>>,
  inStream: NonNullable<Judged['inStream']> = [],
): { content: number; still: number; ads: number[] } {
  let content = 0;
  let still = 0;
  const ads: number[] = [];
  for (const [source, each] of seen) {
    const { frames, looks } = each;
    if (!source.startsWith('ad ')) still += stillOf(each);
    const partOf = (second: number): number => inStream.findIndex(([from, to]) => from <= second && second < to);
    let run: (typeof frames)[number][] = [];
    const close = (): void => {
      const seconds = contentOf({ frames: run, looks: looks.filter(([time]) => run[0]![0] <= time && time <= run.at(-1)![0]) });
      if (source.startsWith('ad ') || (run[0] && partOf(run[0][1]) >= 0)) ads.push(seconds);
      else content += seconds;
      run = [];
    };
    for (const frame of frames) {
      if (run.length && partOf(frame[1]) !== partOf(run[0]![1])) close();
      run.push(frame);
    }
    close();
  }
  return { content, still, ads };
}

/** Stops following; every ad and the content were reported for as long as they were really shown, by the frames that came up. */
export async function finishAds(scene: Scene, { player, real, inStream = [], unreported = 0, lost = 0 }: Judged): Promise<void> {
  const seen = await seenSources(scene.page, () => window.scene.detach());
  await scene.settle();
  const { content, still, ads } = shownSeconds(seen, inStream);
  const received = linesOf(scene);
  const reports = received.map((_, session) => report(scene.events(session)));
  const reported = reports.flatMap(({ calls }) => calls).filter(({ call }) => call === 'adClose');
  const off = reported.map(({ metrics }, index) => metrics.adTimeSpent! - (ads[index + unreported] ?? 0));
  const contentReported = reports.reduce((sum, { metrics }) => sum + metrics.contentTimeSpent, 0);
  const contentOff = heldAgainst(contentReported, { seconds: content, still });
  const [, situation = ''] = / > (.*)$/.exec(expect.getState().currentTestName ?? '') ?? [
    undefined,
    expect.getState().currentTestName,
  ];
  const stories = received.map((line) => line.replace(/ state\w+:\w+/g, ''));
  leaveRow({ player, situation, real, received: stories, ads: off, content: contentOff });
  expect(off.length, `ads shown: ${ads.join(', ')}`).toBe(ads.length - unreported);
  for (const seconds of off) expect(Math.abs(seconds), `ads off by ${off.join(', ')}, shown ${ads.join(', ')}`).toBeLessThan(OFF);
  expect(Math.abs(contentOff), `content: reported ${contentReported} s, shown ${content} s, stood for ${still} s`).toBeLessThan(
    OFF * reports.length + lost,
  );
}

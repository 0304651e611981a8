import { expect } from 'vitest';
import { report } from '@media-collection/report';
import { heldAgainst, seenSources, shownOf, stillOf, watchAds } from '../truth/ad-witness';
import { eventsOf, openAdsScene, paramsOf, wordsOf } from './ads-scene';
import { ALLOWED, leaveRow, type AdRow } from './ads-table';
import type { Browser } from './browser';
import type { Scene } from './html5-scene';

/** A situation with ads. */
export interface Case {
  /** What happens in the page. */
  act(): Promise<void>;
  /** The events of each session, without states and pings. */
  readonly lines: readonly string[];
  /** What the breaks and the ads of all sessions bear, as far as it matters. */
  readonly breaks?: readonly object[];
  readonly ads?: readonly object[];
  /** Before the page acts. */
  before?(scene: Scene): void;
  /** What the console says of what is broken on purpose. */
  readonly forgive?: RegExp;
}

/** What a scene is judged by. */
interface Judge {
  /** A source that a video showed is an ad's. */
  isAd(source: string): boolean;
  /** The length of a session's content, in seconds, by its id. */
  lengthOf(id: string): number;
}

/** An event so near to one of the element was caused by it. */
const NEAR_MS = 100;

/** The story of a session without the stalls that there really were: data may run out on a busy machine, and that is reported. */
const withoutDry = (scene: Scene, session: number, dry: readonly number[]): string => {
  const events = eventsOf(scene, session);
  const isDry = (index: number): boolean => {
    const [before, wait, after] = [events[index - 1], events[index], events[index + 1]];
    if (before?.eventType !== 'play' || wait?.eventType !== 'bufferStart' || after?.eventType !== 'play') return false;
    return dry.some((time) => Math.abs(time - wait.playerTime.ts) < NEAR_MS);
  };
  return wordsOf(events.filter((_, index) => !isDry(index) && !isDry(index - 1)));
};

/** Plays a situation in a scene: what arrived is what the case says, and is as long as what was shown. */
export async function playIn(
  scene: Scene,
  { player, situation, real }: Pick<AdRow, 'player' | 'situation' | 'real'>,
  { act, lines, breaks, ads, before, forgive }: Case,
  { isAd, lengthOf }: Judge,
): Promise<void> {
  try {
    await watchAds(scene.page);
    before?.(scene);
    await scene.page.evaluate(act);
    const seen = await seenSources(scene.page, () => window.scene.detach());
    const shown = seen.map(([source, each]) => ({ source, seconds: shownOf(each), still: stillOf(each) }));
    const dry = seen.flatMap(([, { dry }]) => dry);
    if (forgive) scene.forgive(forgive);
    await scene.settle();
    const sessions = scene.lines().map((_, session) => session);
    expect(sessions.map((session) => withoutDry(scene, session, dry))).toEqual(lines);
    for (const session of sessions) {
      const { 'media.id': id, 'media.length': length } = scene.events(session)[0]!.params as Record<string, unknown>;
      // Not that of an ad, whatever metadata came first.
      expect(length, `length of ${id}`).toBeCloseTo(lengthOf(String(id)), 1);
    }
    const all = (type: 'adStart' | 'adBreakStart') => sessions.flatMap((session) => paramsOf(scene, type, session));
    if (breaks) expect(all('adBreakStart')).toMatchObject(breaks);
    if (ads) expect(all('adStart')).toMatchObject(ads);
    const reports = sessions.map((session) => report(scene.events(session)));
    const adTimes = reports
      .flatMap(({ calls }) => calls)
      .filter(({ call }) => call === 'adClose')
      .map(({ metrics }) => metrics.adTimeSpent!);
    const adsShown = shown.filter(({ source, seconds }) => isAd(source) && seconds > 0);
    expect(adTimes.length, `ads reported ${adTimes}, shown ${JSON.stringify(adsShown)}`).toBe(adsShown.length);
    const off = adTimes.map((seconds, index) => heldAgainst(seconds, adsShown[index]!));
    const contentReported = reports.reduce((sum, { metrics }) => sum + metrics.contentTimeSpent, 0);
    const contentShown = shown
      .filter(({ source }) => !isAd(source))
      .reduce((sum, { seconds, still }) => ({ seconds: sum.seconds + seconds, still: sum.still + still }), {
        seconds: 0,
        still: 0,
      });
    const content = heldAgainst(contentReported, contentShown);
    leaveRow({
      player,
      situation,
      real,
      received: sessions.map((session) => wordsOf(eventsOf(scene, session))),
      ads: off,
      content,
    });
    for (const seconds of off)
      expect(Math.abs(seconds), `ads reported ${adTimes}, shown ${JSON.stringify(adsShown)}`).toBeLessThan(ALLOWED);
    expect(Math.abs(content), `content: reported ${contentReported}, shown ${JSON.stringify(contentShown)}`).toBeLessThan(
      ALLOWED,
    );
  } finally {
    await scene.close();
  }
}

/** Seconds of the files; 0, where there are none. */
const lengths: Readonly<Record<string, number>> = { 'clip.mp4': 20, 'short.mp4': 4, 'missing.mp4': 0 };

/** Plays a situation of Video.js. */
export const play = async (browser: Browser, row: Pick<AdRow, 'situation' | 'real'>, situation: Case): Promise<void> =>
  playIn(await openAdsScene(browser), { player: 'Video.js', ...row }, situation, {
    isAd: (source) => source.includes('ad='),
    lengthOf: (id) => lengths[id.split('/').at(-1)!]!,
  });

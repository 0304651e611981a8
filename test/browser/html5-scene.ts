import { expect } from 'vitest';
import type { MediaEvent, Tracker, TrackerOptions } from '@media-collection/core';
import { openBrowser, openStage, type Browser, type Stage } from './browser';

/** What a page of a scene has at hand. */
interface PageFunctions {
  /** Where media and collector are. */
  readonly at: { readonly media: string; readonly endpoint: string; readonly wire?: Wire };
  element: HTMLVideoElement;
  tracker: Tracker;
  detach(): void;
  /** Types of the events that were made, those lost with the reason, and the warnings. */
  readonly made: string[];
  readonly lost: string[];
  readonly warnings: string[];
  /** What a tracker is made with. */
  options(): TrackerOptions;
  /** Attaches a new tracker to an element, by default the page's first. */
  follow(options?: Partial<TrackerOptions>, element?: HTMLMediaElement): void;
  /** Loads a file, and goes to a second of it. */
  load(file: string, from?: number): Promise<void>;
  /** Follows, loads and plays; resolves when the second `play` was made. */
  perform(file?: string, from?: number): Promise<void>;
  /** Resolves when so many events of a type were made. */
  untilMade(type: MediaEvent['eventType'], count?: number): Promise<void>;
  /** Resolves to the epoch ms of the element's next such event. */
  nextEvent(type: string, when?: () => boolean): Promise<number>;
  /** Resolves when playback has passed a second. */
  past(second: number): Promise<number>;
}

/** The API that a page's trackers speak. */
export type Wire = 'Media Collection' | 'Media Edge';

declare global {
  interface Window {
    scene: PageFunctions;
  }
}

/** Runs in each page before its scripts. */
export function addPageFunctions(): void {
  const waiting = new Set<() => void>();
  /** What a tracker is told of the service. */
  const service = (): Pick<TrackerOptions, 'endpoint' | 'params'> => {
    const { endpoint, wire } = scene.at;
    const { edge } = window.mediaCollection as unknown as { edge(options: object): unknown };
    // The types of a tracker's options tell its APIs apart, which these pages need not.
    if (wire === 'Media Edge')
      return {
        wire: edge({ datastreamId: 'scenes', endpoint }),
        params: { 'media.channel': 'test' },
      } as unknown as TrackerOptions;
    return {
      endpoint,
      params: {
        'analytics.trackingServer': 'acme.sc.omtrdc.net',
        'analytics.reportSuite': 'acme',
        'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
        'media.channel': 'test',
      },
    };
  };
  const scene: PageFunctions = {
    at: { media: '', endpoint: '' },
    get element() {
      return document.querySelector<HTMLVideoElement>('video, audio')!;
    },
    set element(element) {
      Object.defineProperty(scene, 'element', { value: element, writable: true });
    },
    tracker: undefined!,
    detach: undefined!,
    made: [],
    lost: [],
    warnings: [],
    options: () => ({
      ...service(),
      onEvent: ({ eventType }) => {
        scene.made.push(eventType);
        for (const look of waiting) look();
      },
      onLost: ({ eventType }, reason) => scene.lost.push(`${eventType} ${reason}`),
      onWarning: (sentence) => scene.warnings.push(sentence),
    }),
    follow: (options, element = scene.element) => {
      const { createTracker, html5 } = window.mediaCollection;
      scene.element = element as HTMLVideoElement;
      scene.tracker = createTracker({ ...scene.options(), ...options });
      scene.detach = scene.tracker.attach(html5(element));
    },
    load: async (file, from = 0) => {
      scene.element.src = `${scene.at.media}/${file}`;
      await scene.nextEvent('loadedmetadata');
      if (!from) return;
      const arrived = scene.nextEvent('seeked');
      scene.element.currentTime = from;
      await arrived;
    },
    perform: async (file = 'clip.mp4', from = 0) => {
      scene.follow();
      await scene.load(file, from);
      const made = scene.untilMade('play', 2);
      void scene.element.play();
      await made;
    },
    untilMade: (type, count = 1) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (scene.made.filter((made) => made === type).length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    nextEvent: (type, when = () => true) =>
      new Promise((resolve) => {
        const { element } = scene;
        const listener = (): void => {
          if (!when()) return;
          element.removeEventListener(type, listener);
          resolve(Date.now());
        };
        element.addEventListener(type, listener);
      }),
    past: (second) => scene.nextEvent('timeupdate', () => scene.element.currentTime >= second && !scene.element.seeking),
  };
  window.scene = scene;
}

/** A stage whose page has these functions. */
export interface Scene extends Stage {
  /** Waits until all that was made has arrived; then nothing was lost, refused, or went wrong in the page. */
  settle(): Promise<void>;
  /** Stops following, and settles. */
  finish(): Promise<void>;
  /** Forgets what the console says of failures that the scene is about. */
  forgive(pattern: RegExp): void;
  /** The events of a session in one line, with the names of states. */
  line(session?: number): string;
  /** All sessions in the order of their opening. */
  lines(): string[];
}

/** What every session of a muted element begins with that plays for a second. */
export const OPENING = 'sessionStart stateStart:mute play play';

const nameOf = ({ eventType, params = {} }: MediaEvent): string =>
  eventType + ('media.state.name' in params ? `:${params['media.state.name']}` : '');

/** Starts a browser whose pages have the functions of a scene. */
export async function openSceneBrowser(options?: { mayPlay?: boolean; mayReturn?: boolean }): Promise<Browser> {
  const browser = await openBrowser(options);
  await browser.context.addInitScript(addPageFunctions);
  return browser;
}

/** Opens a page with an element that nobody follows yet. */
export async function openScene(
  browser: Browser,
  html = '<video muted playsinline></video>',
  scripts: readonly string[] = ['/html5.min.js'],
  wire: Wire = 'Media Collection',
): Promise<Scene> {
  const stage = await openStage({
    browser,
    html: (at) => `<script>Object.assign(scene.at, ${JSON.stringify({ ...at, wire })})</script>${html}`,
    scripts: wire === 'Media Edge' ? [...scripts, '/core/edge.min.js'] : scripts,
  });
  return sceneOf(stage);
}

/** What a stage is, once its page has these functions. */
export function sceneOf(stage: Stage): Scene {
  const posts = () => stage.calls.filter(({ method }) => method === 'POST');
  const opened = () => posts().filter(({ status }) => status === 201);
  const line = (session = 0) => stage.events(session).map(nameOf).join(' ');
  const forgiven: RegExp[] = [];
  /** Forgets what is forgiven, also what the console has said since. */
  const forget = (): void => {
    const errors = stage.pageErrors as string[];
    errors.splice(0, errors.length, ...errors.filter((error) => !forgiven.some((pattern) => pattern.test(error))));
  };
  const scene: Scene = {
    ...stage,
    line,
    forgive: (pattern) => {
      forgiven.push(pattern);
      forget();
    },
    lines: () => opened().map((_, session) => line(session)),
    async settle() {
      const { made, lost } = await stage.page.evaluate(() => ({ made: window.scene.made, lost: window.scene.lost }));
      if (made.length) await stage.until(() => true, { count: made.length });
      expect(lost).toEqual([]);
      expect(posts().filter(({ status }) => status >= 300)).toEqual([]);
      expect(posts().length).toBe(made.length);
      forget();
      expect(stage.pageErrors).toEqual([]);
      expect(stage.breaches()).toEqual([]);
    },
    async finish() {
      await stage.page.evaluate(() => window.scene.detach());
      await scene.settle();
    },
  };
  return scene;
}

/** The playhead of a session's event, counted from 0. */
export const playheadOf = (scene: Scene, index: number, session = 0): number => scene.events(session)[index]!.playerTime.playhead;

/** Expects seconds of the content to be right, as near as `timeupdate` lets an element know them. */
export function expectNear(seconds: number, wanted: number, tolerance = 0.3): void {
  expect(Math.abs(seconds - wanted), `${seconds} s instead of ${wanted} s`).toBeLessThanOrEqual(tolerance);
}

import { afterAll, afterEach, beforeAll } from 'vitest';
import type { TrackerOptions } from '@media-collection/core';
import { openBrowser, openStage, type Browser, type Stage } from './browser';

/** The element as a page has it. */
type Tag = HTMLElement & {
  media: unknown;
  options: Partial<TrackerOptions>;
  readonly tracker: { destroy(): void } | undefined;
};

declare global {
  interface Window {
    tag: Tag;
    video: HTMLVideoElement;
    /** What the console was told. */
    warnings: string[];
    readyCount: number;
  }
}

/** The attributes of a tag that tracks. */
export const attributes = (endpoint: string, more = ''): string =>
  `endpoint="${endpoint}" tracking-server="acme.sc.omtrdc.net" report-suite="acme" org-id="0123456789@AdobeOrg" channel="acme.example" media-id="ep-1" ${more}`;

/** What a test looks at: the page itself needs no script of its own. */
const WATCH = `<script>
  var warnings = [], readyCount = 0;
  console.warn = function (sentence) { warnings.push(sentence); };
  document.addEventListener('ready', function () { readyCount++; }, true);
</script>`;
const NAMES = `<script>var tag = document.querySelector('media-collection'), video = document.querySelector('video');</script>`;

/** The page of the test that runs. */
export let stage: Stage;

type Html = (at: { media: string; endpoint: string }) => string;

/** Opens a page that has no script but that of the tag. */
export const openBare = async (html: Html): Promise<void> => {
  stage = await openStage({ browser, html, scripts: ['/element.min.js'] });
};

/** Opens a page whose tag, video and warnings are at hand. */
export const open = (html: Html): Promise<void> => openBare((at) => WATCH + html(at) + NAMES);

let browser: Browser;

/** Opens one browser for a file, and closes each page behind its test. */
export function useTagPages(): void {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(() => stage?.close());
}

/** A video of 4 s. */
export const VIDEO = (media: string, more = ''): string => `<video src="${media}/short.mp4" muted playsinline ${more}></video>`;

/** A viewing of it from start to end. */
export const WHOLE = ['sessionStart', 'stateStart', 'play', 'play', 'sessionComplete'];

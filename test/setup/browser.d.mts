/** What every Chromium of tests and demo is started with. */
export const chromiumArgs: readonly string[];

/** Lets a page play with sound before anybody clicked. */
export const autoplayArg: string;

/** Resolves to the path of a Chromium or Chrome, which it installs if there is none; throws a sentence that says what to install. */
export function findBrowser(): Promise<string>;

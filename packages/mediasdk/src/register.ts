import { createMediaSdk } from './index';
import type { MediaSdk } from './index';

/** What stands on `window.ADB`, as Adobe's script puts it there. */
export const ADB: MediaSdk = createMediaSdk();

const { window: page } = globalThis as { window?: { ADB?: object } };
if (page) Object.assign((page.ADB ??= {}), ADB);

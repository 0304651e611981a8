import { forOldest, openCourier } from './courier';
import type { Engine } from './engine';
import { oldChromiums, startOldChromium, type OldChromium } from './old';

/** An old Chromium whose pages are driven by a script of theirs, because no driver of today speaks to all of them. */
const engineOf = (old: OldChromium): Engine => ({
  name: `Chromium ${old.major}`,
  isOld: true,
  plays: old.plays,
  // Shaka Player and dash.js need Media Source, and these builds have it for H.264 from 79 on.
  players: old.plays === 'mp4' ? ['html5', 'hlsjs', 'shaka', 'dashjs'] : ['html5'],
  async launch() {
    const courier = await openCourier();
    const running = await startOldChromium(old, courier.home);
    const run = <Result>(code: string, page: string): Promise<Result> =>
      Promise.race([courier.run<Result>(code, page), running.crash]);
    const agent = await run<string>('navigator.userAgent', courier.home);
    return {
      version: `Chromium ${/Chrome\/([\d.]+)/.exec(agent)?.[1] ?? old.major}`,
      script: courier.script,
      async open(url) {
        await run(`setTimeout(function () { location.href = '${url}'; }, 0)`, courier.home);
        return {
          evaluate: async (act) => run(await forOldest(`(${String(act)})()`), url),
          close: async () => {
            await run(`setTimeout(function () { location.href = '${courier.home}'; }, 0)`, url);
            await run('0', courier.home);
          },
        };
      },
      close: async () => {
        running.end();
        courier.close();
      },
    };
  },
});

export const oldEngines: readonly Engine[] = oldChromiums.map(engineOf);

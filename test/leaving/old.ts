import { openCourier } from '../engines/courier';
import { startOldChromium, type OldChromium } from '../engines/old';
import { nothing, type Launch } from './browser';

/**
 * Starts an old Chromium whose first page opens the others as windows, and closes or navigates them; for no driver of today speaks
 * to it. Such pages cannot report what they made.
 */
export const launchOld =
  (engine: OldChromium): Launch =>
  async (elsewhere) => {
    const courier = await openCourier();
    const running = await startOldChromium(engine, courier.home);
    const run = (code: string): Promise<unknown> => Promise.race([courier.run(code, courier.home), running.crash]);
    const agent = String(await run('navigator.userAgent'));
    let count = 0;
    const end = async (): Promise<void> => {
      running.end();
      courier.close();
    };
    return {
      version: `Chromium ${/Chrome\/([\d.]+)/.exec(agent)?.[1] ?? engine.major}`,
      open: async (url) => {
        const name = `window.tab${count++}`;
        const mark = url.includes('?') ? '&' : '?';
        const opened = await run(`!!(${name} = window.open('${url}${mark}old&plays=${engine.plays}'))`);
        if (!opened) throw new Error(`Chromium ${engine.major} opened no window.`);
        return {
          told: nothing(),
          leave: async (way, odd) => {
            const to = odd ? `${elsewhere}?old` : 'data:text/html,elsewhere';
            await run(way === 'tab closed' ? `${name}.close()` : `void (${name}.location = '${to}')`);
          },
          close: () => run(`${name}.close()`).then(() => undefined),
        };
      },
      close: end,
      kill: end,
    };
  };

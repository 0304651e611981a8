import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver';
import { findScreen } from '../players/screen';
import type { Engine } from './engine';

const DRIVER = 'WebKitWebDriver';
const hasDriver = !spawnSync(DRIVER, ['--help'], { stdio: 'ignore' }).error;
const screen = await findScreen();

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Asks until the driver listens. */
async function connect(port: number, left = 50): Promise<WebDriver> {
  const capabilities = new Capabilities({ browserName: 'MiniBrowser' });
  try {
    return await new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build();
  } catch (error) {
    if (!left || !String(error).includes('ECONNREFUSED')) throw error;
    await pause(200);
    return connect(port, left - 1);
  }
}

/** What runs a function in the page and hands over what it resolves to. */
const courier = (run: unknown): string => `
  const done = arguments[arguments.length - 1];
  Promise.resolve((${String(run)})()).then((value) => done({ value }), (error) => done({ error: String(error) }));`;

/** The engine of WebKitGTK in its small browser; not Safari: other media, other network, other system. */
export const webkit: Engine = {
  name: 'WebKitGTK',
  ...(!(hasDriver && screen) && { missing: 'WebKitGTK is not here (Debian: apt-get install webkit2gtk-driver xvfb)' }),
  async launch() {
    await screen!.open();
    const port = await freePort();
    const driver = spawn(DRIVER, [`--port=${port}`], {
      stdio: 'ignore',
      // Its sandbox needs rights that a container does not give.
      env: { ...process.env, DISPLAY: screen!.display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
    });
    const session = await connect(port);
    await session.manage().setTimeouts({ script: 60_000 });
    const version = (await session.getCapabilities()).getBrowserVersion();
    return {
      version: `WebKitGTK ${version}`,
      // It has one tab, which goes from page to page.
      async open(url) {
        await session.get(url);
        return {
          async evaluate(run) {
            const { value, error } = await session.executeAsyncScript<{ value: never; error?: string }>(courier(run));
            if (error) throw new Error(error);
            return value;
          },
          close: () => session.get('about:blank'),
        };
      },
      async close() {
        await session.quit();
        const ended = once(driver, 'exit');
        driver.kill();
        await ended;
        await screen!.close();
      },
    };
  },
};

import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findScreen } from '../players/screen';
import { nothing, type Launch } from './browser';
import { FIREFOX, hasFirefox, prefs } from './firefox';

const run = promisify(execFile);
/** A window is there within this time; and a tab after the keys that ask for it. */
const WINDOW_MS = 90_000;
const TAB_MS = 400;

/** Whether keys can be pressed in a Firefox that nothing drives. */
export const hasKeyboard = hasFirefox && !!(await findScreen()) && !spawnSync('xdotool', ['version'], { stdio: 'ignore' }).error;

/** Starts a Firefox without any remote control, on a screen of its own, where keys are pressed as by a viewer. */
export const launchByKeyboard: Launch = async () => {
  const screen = (await findScreen())!;
  await screen.open();
  const env = { ...process.env, DISPLAY: screen.display };
  const press = (...words: string[]): Promise<unknown> => run('xdotool', words, { env, timeout: 10_000 });
  const profile = mkdtempSync(join(tmpdir(), 'media-collection-'));
  const all = {
    ...prefs,
    'browser.aboutwelcome.enabled': false,
    'browser.shell.checkDefaultBrowser': false,
    'browser.startup.page': 0,
    'browser.tabs.closeWindowWithLastTab': false,
    'browser.tabs.warnOnClose': false,
    'browser.urlbar.autoFill': false,
    'browser.urlbar.suggest.searches': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'toolkit.telemetry.reportingpolicy.firstRun': false,
    'app.normandy.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
  };
  writeFileSync(
    join(profile, 'user.js'),
    Object.entries(all)
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
      .join(''),
  );
  const program = spawn(FIREFOX!, ['--no-remote', '--profile', profile, 'about:blank'], { env, stdio: 'ignore' });
  const ended = once(program, 'exit');
  const { stdout: version } = await run(FIREFOX!, ['--version']);
  let window = '';
  for (const from = Date.now(); !window; await pause(200)) {
    if (Date.now() - from > WINDOW_MS) throw new Error('no window of Firefox');
    window = await run('xdotool', ['search', '--onlyvisible', '--class', 'firefox'], { env }).then(
      ({ stdout }) => stdout.trim().split('\n').at(-1)!,
      () => '',
    );
  }
  await pause(2_000);
  await press('windowfocus', window);
  const over = async (): Promise<void> => {
    program.kill('SIGKILL');
    await ended;
    await screen.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  return {
    version: version.trim().replace('Mozilla ', ''),
    open: async (url) => {
      await press('key', 'ctrl+t');
      await pause(TAB_MS);
      await press('type', '--delay', '2', url);
      await press('key', 'Return');
      await pause(TAB_MS);
      return {
        told: nothing(),
        leave: async () => void (await press('key', 'ctrl+w')),
        close: () => Promise.resolve(),
      };
    },
    close: over,
    kill: over,
  };
};

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { command, node } from './node.mjs';

const isRoot = process.getuid?.() === 0;

/** What every Chromium of tests and demo is started with: quiet, and as root without the sandbox, which would refuse to start. */
export const chromiumArgs = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Lets a page play with sound before anybody clicked; apart from the rest because a blocked autoplay is tested too. */
export const autoplayArg = '--autoplay-policy=no-user-gesture-required';

const { PATH = '', HOME = '', PROGRAMFILES = '', 'PROGRAMFILES(X86)': PROGRAMFILES_X86 = '', LOCALAPPDATA = '' } = process.env;

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const places = {
  linux: ['/usr/bin', '/usr/local/bin', '/opt/google/chrome', '/snap/bin'].flatMap((folder) =>
    names.map((name) => join(folder, name)),
  ),
  darwin: ['', HOME].flatMap((folder) =>
    ['Google Chrome', 'Chromium'].map((name) => `${folder}/Applications/${name}.app/Contents/MacOS/${name}`),
  ),
  win32: [PROGRAMFILES, PROGRAMFILES_X86, LOCALAPPDATA]
    .filter(Boolean)
    .flatMap((folder) => ['Google/Chrome', 'Chromium'].map((name) => join(folder, name, 'Application/chrome.exe'))),
};

/** Some systems ship a stub that only asks for a snap, so each is asked for its version (on Windows that would open a window). */
function runs(path) {
  if (!existsSync(path)) return false;
  if (process.platform === 'win32') return true;
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

function ofTheSystem() {
  const onPath = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...(process.platform === 'win32' ? [] : onPath), ...(places[process.platform] ?? [])].find(runs);
}

async function ofPlaywright() {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return path && runs(path) ? path : undefined;
}

async function byApt() {
  if (!isRoot || !existsSync('/etc/debian_version')) return undefined;
  console.log('No Chromium found: installing one (apt-get install chromium)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const installed =
    (await command('apt-get', ['update'], { env })) === 0 &&
    (await command('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env })) === 0;
  return installed ? ofTheSystem() : undefined;
}

async function byPlaywright() {
  console.log('No Chromium found: fetching one (playwright-core install chromium)');
  return (await node('node_modules/playwright-core/cli.js', ['install', 'chromium'])) === 0 ? ofPlaywright() : undefined;
}

/**
 * Finds a Chromium or Chrome, or gets one: `CHROME_PATH`, the system's, Playwright's, then an installation by apt or by Playwright.
 * Resolves to the path of its executable; throws a sentence that says what to install.
 */
export async function findBrowser() {
  const chosen = process.env.CHROME_PATH;
  if (chosen && !existsSync(chosen)) throw new Error(`CHROME_PATH names ${chosen}, and there is no such file.`);
  const found = (chosen || ofTheSystem()) ?? (await ofPlaywright()) ?? (await byApt()) ?? (await byPlaywright());
  if (found) return found;
  throw new Error('No Chromium or Chrome was found or could be installed: install one, or set CHROME_PATH to its executable.');
}

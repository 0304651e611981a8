import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';

/** A Chromium of the years in which televisions got theirs: npm carries it in a package. */
export interface OldChromium {
  readonly major: number;
  /** Version of the package `chrome-aws-lambda`, and what its archive must be. */
  readonly version: string;
  readonly integrity: string;
  /** How the names of files end that this engine plays: before 79 these builds have no H.264, and no MSE but for WebM. */
  readonly plays: 'mp4' | 'webm';
}

export const oldChromiums: readonly OldChromium[] = [
  {
    major: 64,
    version: '64.0.3264',
    integrity: 'sha512-3XpUhpg5Qlbq8V/Pk5gzfSqcq3wSlfT1N98yzDY8a+PrrROx9XUCntkg4W1ZmisqLsWhmRLZQrKtDjTRBttwig==',
    plays: 'webm',
  },
  {
    major: 67,
    version: '67.0.3372',
    integrity: 'sha512-JGB/vPO64wwEBLBRGkZUa9uoJ7sZ/y0wB9/ZAlDS7fYtEOAJUVx7WzcU3hIhfCP4RSBcggS6vbSyx1u+Sgt5+w==',
    plays: 'webm',
  },
  {
    major: 72,
    version: '1.11.1',
    integrity: 'sha512-qLAtxBlQHl1lx8A6ujsjEzSB/rT+3fIeko8pQmmNBquEmO5Clb1zg42SFcxFGoulbMVWFZmWftwcPedeSvOXEg==',
    plays: 'webm',
  },
  {
    major: 79,
    version: '2.0.2',
    integrity: 'sha512-Aqgq5F93eJARkO+O/wD+2bCCFOVQNfA329sdPNl8ib0gsRjS00bAgTc9f5Mvto7H7yDuBcy0V3xJQZwMvmILUg==',
    plays: 'mp4',
  },
  {
    major: 83,
    version: '3.1.1',
    integrity: 'sha512-ikOcpFgobiiUvDXtBft+jxVz2CsauRV58owDtVyF1ocl/YN+/eqdIrrmbItm3yeJGnb9RtKxzFAqGcpBTQbTCA==',
    plays: 'mp4',
  },
  {
    major: 88,
    version: '5.5.0',
    integrity: 'sha512-nYSDzTsVEVsvIFaUUAUN53ulXBLKSRXFS+eVYZOLZD5SA1If59rqBAiy4raMgorQwXWqjSsjK1SF4As+qzPLqA==',
    plays: 'mp4',
  },
  {
    major: 92,
    version: '10.1.0',
    integrity: 'sha512-NZQVf+J4kqG4sVhRm3WNmOfzY0OtTSm+S8rg77pwePa9RCYHzhnzRs8YvNI6L9tALIW6RpmefWiPURt3vURXcw==',
    plays: 'mp4',
  },
];

const run = promisify(execFile);

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'media-collection');

/** Finds the engine in the cache outside the repository, or fetches it there; resolves to the path of its executable. */
export async function findOldChromium({ major, version, integrity }: OldChromium): Promise<string> {
  const path = join(cache, `chromium-${major}`);
  if (existsSync(path)) return path;
  console.log(`Fetching Chromium ${major} into ${cache} (npm pack chrome-aws-lambda@${version})`);
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fetch-'));
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    await run(npm, ['pack', '--silent', `chrome-aws-lambda@${version}`], { cwd: folder }).catch((cause: unknown) => {
      throw new Error(`npm could not fetch chrome-aws-lambda@${version}, which holds Chromium ${major}.`, { cause });
    });
    const [archive] = readdirSync(folder);
    const found = `sha512-${createHash('sha512')
      .update(readFileSync(join(folder, archive!)))
      .digest('base64')}`;
    if (found !== integrity)
      throw new Error(`chrome-aws-lambda@${version} is not what it was: expected ${integrity}, got ${found}.`);
    await run('tar', ['-xzf', archive!], { cwd: folder });
    const bin = join(folder, 'package/bin');
    const packed = readdirSync(bin).find((name) => /^chromium.*\.br$/.test(name))!;
    const whole = join(folder, 'chromium');
    writeFileSync(whole, brotliDecompressSync(readFileSync(join(bin, packed))));
    chmodSync(whole, 0o755);
    renameSync(whole, path);
    return path;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A page sends its result within this time. */
const PATIENCE_MS = 60_000;

/** An old Chromium that runs. */
export interface RunningOldChromium {
  /** Rejects when it ends by itself. */
  readonly crash: Promise<never>;
  /** Ends it, and removes its profile. */
  end(): void;
}

/** Starts an old Chromium at an address, with an empty profile. */
export async function startOldChromium(engine: OldChromium, address: string): Promise<RunningOldChromium> {
  const executable = await findOldChromium(engine);
  const profile = mkdtempSync(join(tmpdir(), 'old-chromium-'));
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-dev-shm-usage'];
  // These builds are made for one process; 72 crashes in it as soon as a video plays.
  const processes = engine.major === 72 ? [] : ['--single-process'];
  const autoplay = engine.major > 66 ? ['--autoplay-policy=no-user-gesture-required'] : [];
  const child = spawn(
    executable,
    [...args, ...processes, ...autoplay, `--user-data-dir=${profile}`, '--remote-debugging-port=0', address],
    { stdio: 'ignore', env: { ...process.env, LC_ALL: 'C' } },
  );
  const crash = new Promise<never>((_, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => reject(new Error(`Chromium ${engine.major} ended by itself (${code ?? signal}).`)));
  });
  // It may end when nobody waits for anything.
  crash.catch(() => undefined);
  return {
    crash,
    end: () => {
      child.removeAllListeners('exit');
      child.kill('SIGKILL');
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Runs a page in an old Chromium until it sends its result, served or, as an app of a television, opened from a file. */
export async function runInOldChromium<Result>(
  engine: OldChromium,
  page: (report: string) => string,
  from: 'server' | 'file' = 'server',
): Promise<Result> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const result = new Promise<Result>((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Chromium ${engine.major} sent no result within ${PATIENCE_MS} ms.`)), PATIENCE_MS);
    server.on('request', (request, response) => {
      response.setHeader('access-control-allow-origin', '*');
      if (request.method !== 'POST') return void response.setHeader('content-type', 'text/html').end(page(`${address}/result`));
      void text(request).then((body) => {
        response.end();
        const { error, result } = JSON.parse(body) as { error?: string; result: Result };
        if (error) reject(new Error(`Chromium ${engine.major}: ${error}`));
        else resolve(result);
      });
    });
  });
  result.catch(() => undefined);
  const folder = mkdtempSync(join(tmpdir(), 'app-'));
  const file = join(folder, 'index.html');
  writeFileSync(file, page(`${address}/result`));
  const running = await startOldChromium(engine, from === 'file' ? pathToFileURL(file).href : address);
  try {
    return await Promise.race([result, running.crash]);
  } finally {
    clearTimeout(timer);
    running.end();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  }
}

import { contenders, nobody } from './contenders.mjs';
import { count } from './document.mjs';
import { openBench, rest } from './page.mjs';

export const title = 'Heap after 1,000 sessions';

const SESSIONS = Number(process.env.SESSIONS ?? 1_000);
const FIRST = SESSIONS / 5;
/** Caches of the engine grow, too; a leak of anything would be more. */
const GOAL_BYTES = 100;

export const conditions = `Headless Chromium. A session: a new \`<video>\` is put into the page, followed, told to play (\`play\`, \`playing\`, four \`timeupdate\`, \`pause\`), let
go, and taken out of the page; the network is stubbed and keeps nothing. The JavaScript heap after a garbage collection, three seconds after the
last session. *Kept a session* is what it grew by between session ${count(FIRST)} and ${count(SESSIONS)}; elements are those that are alive then, of which the page holds one.
*One tracker*: the same element and tracker, ${count(SESSIONS)} contents one after the other (\`emptied\`, \`play\`, …).`;

export const head = ['', 'heap, kB', 'kept a session, bytes', 'video elements alive', 'requests'];

/** Runs in the page: makes what lives through sessions. */
function prepare(script) {
  const say = (video, ...types) => types.forEach((type) => video.dispatchEvent(new window.Event(type)));
  const task = () => new Promise((resolve) => setTimeout(resolve, 2));
  const film = ['play', 'playing', 'timeupdate', 'timeupdate', 'timeupdate', 'timeupdate', 'pause'];
  const seem = (video) => {
    const at = { paused: false, readyState: 4, duration: 60, currentTime: 0, currentSrc: 'http://127.0.0.1:9/film.mp4' };
    for (const name of Object.keys(at)) Object.defineProperty(video, name, { get: () => at[name], configurable: true });
    Object.defineProperty(video, 'currentTime', { get: () => (at.currentTime += 0.25) });
    return video;
  };
  let told = 0;
  let same;
  const attach = async (video) => (await import(script)).attach(video, 'http://127.0.0.1:9');
  window.elements = [];
  window.each = async (sessions) => {
    for (let session = 0; session < sessions; session++) {
      const video = document.body.appendChild(seem(document.createElement('video')));
      window.elements.push(new window.WeakRef(video));
      const detach = await attach(video);
      say(video, ...film);
      await task();
      detach();
      video.remove();
      await task();
      told += window.sent.splice(0).length;
    }
    return told;
  };
  window.same = async (sessions) => {
    const video = (window.video ??= seem(document.querySelector('video')));
    same ??= await attach(video);
    for (let session = 0; session < sessions; session++) {
      say(video, 'emptied', ...film);
      await task();
      told += window.sent.splice(0).length;
    }
    return told;
  };
}

async function measure(bench, { id, name }, way) {
  const { page, devtools, close } = await bench.open();
  await page.evaluate(prepare, `/${id}.js`);
  const heap = async () => {
    await rest(page, 3_000);
    for (let time = 0; time < 3; time++) await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize;
  };
  const play = (sessions) => page.evaluate(([name, sessions]) => window[name](sessions), [way, sessions]);
  await play(FIRST);
  const before = await heap();
  const told = await play(SESSIONS - FIRST);
  const after = await heap();
  const alive = await page.evaluate(() => window.elements.filter((element) => element.deref()).length);
  await close();
  const kept = (after - before) / (SESSIONS - FIRST);
  return { name: way === 'same' ? `${name}, one tracker` : name, after, kept, alive: way === 'same' ? undefined : alive, told };
}

/** Measures what sessions leave behind. */
export async function run() {
  const bench = await openBench();
  const results = [];
  for (const [each, way] of [[nobody, 'each'], [contenders[0], 'same'], ...contenders.map((each) => [each, 'each'])]) {
    results.push(await measure(bench, each, way));
    console.log(results.at(-1));
  }
  await bench.close();
  const [still, same, each] = results;
  const worst = Math.max(same.kept, each.kept) - still.kept;
  return {
    browser: bench.version,
    rows: results.map(({ name, after, kept, alive, told }) => [
      name,
      count(after / 1_000),
      count(kept),
      count(alive),
      count(told),
    ]),
    goals: [
      {
        what: 'bytes kept a session, beyond what is kept where nobody follows',
        got: count(worst),
        goal: `at most ${GOAL_BYTES}`,
        met: worst <= GOAL_BYTES,
      },
    ],
  };
}

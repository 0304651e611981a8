import { contenders, listeners, nobody } from './contenders.mjs';
import { count, median } from './document.mjs';
import { openBench, rest, toldIn } from './page.mjs';

export const title = 'Main-thread time per event';

const EVENTS = 10_000;
const ROUNDS = Number(process.env.ROUNDS ?? 5);
/** Others send what they gathered every ten seconds. */
const REST_MS = 12_000;

export const conditions = `Headless Chromium, one \`<video>\`, ${count(EVENTS)} events dispatched on it, fifty a task: 80 % \`timeupdate\`, 2 % each of \`play\`,
\`playing\` (4 %), \`pause\`, \`waiting\`, \`seeking\`, \`seeked\`, \`volumechange\`, and \`progress\` (4 %); what is read of the element moves with them, and each
read costs what the native one costs. Nothing is warmed up. The network is stubbed: it takes everything at once. Counted is the time of the
page's main thread (Chromium's \`TaskDuration\` in thread time), also what is done up to ${REST_MS / 1_000} s later, for others gather and send in
batches; what the same page costs without listeners is taken off. Medians of ${ROUNDS} rounds; in each round everybody has a new page, one after
the other. *Events told* are those in the bodies that were sent by then (mux-embed sends 300 in one batch and keeps the rest); per event told is the same time over their number.`;

export const head = ['', 'µs per player event', 'of ours', 'events told', 'µs per event told', 'requests'];

/** Runs in the page: makes of its element one that seems to play; `act` plays so many events. */
export function prepare() {
  const video = document.querySelector('video');
  const film = { paused: true, seeking: false, readyState: 4, currentTime: 0, duration: 7_200, ended: false, muted: false };
  for (const [name, value] of Object.entries(Object.getOwnPropertyDescriptors(window.HTMLMediaElement.prototype)))
    if (name in film)
      Object.defineProperty(video, name, {
        get() {
          value.get.call(this);
          return film[name];
        },
      });
  const { getVideoPlaybackQuality } = video;
  video.getVideoPlaybackQuality = () => {
    getVideoPlaybackQuality.call(video);
    return { creationTime: 0, totalVideoFrames: 25 * film.currentTime, droppedVideoFrames: 0, corruptedVideoFrames: 0 };
  };
  const moves = {
    play: () => (film.paused = false),
    pause: () => (film.paused = true),
    timeupdate: () => (film.currentTime += 0.25),
    waiting: () => (film.readyState = 2),
    playing: () => (film.readyState = 4),
    seeking: () => (film.seeking = !!(film.currentTime += 5)),
    seeked: () => (film.seeking = false),
    volumechange: () => (film.muted = !film.muted),
  };
  const eight = Array(8).fill('timeupdate');
  const scene = ['play', 'playing', ...eight, 'progress', ...eight, 'waiting', 'playing', ...eight];
  scene.push('seeking', 'seeked', ...eight, 'progress', 'volumechange', ...eight, 'pause');
  const task = () => new Promise((resolve) => setTimeout(resolve));
  window.act = async (events) => {
    for (let at = 0; at < events; at += scene.length) {
      for (const type of scene) {
        moves[type]?.();
        video.dispatchEvent(new window.Event(type));
      }
      await task();
    }
  };
}

async function measure(bench, { id }) {
  const { page, worked, begin, close } = await bench.open();
  await page.evaluate(
    async (script) => (await import(script)).attach(document.querySelector('video'), 'http://127.0.0.1:9'),
    `/${id}.js`,
  );
  await page.evaluate(prepare);
  // The first scene opens the session.
  await page.evaluate(() => window.act(50));
  await rest(page, 2_000);
  await page.evaluate(() => (window.sent.length = 0));
  await begin();
  const before = await worked();
  await page.evaluate((events) => window.act(events), EVENTS);
  await rest(page, REST_MS);
  const cost = (await worked()) - before;
  const bodies = await page.evaluate(async () =>
    Promise.all(window.sent.map((it) => (it instanceof Request ? it : new Response(it)).text())),
  );
  await close();
  return { cost, told: toldIn(bodies), requests: bodies.length };
}

/** Measures what following a player costs its page. */
export async function run() {
  const bench = await openBench();
  const listed = [...contenders, listeners];
  const everybody = [nobody, ...listed];
  const taken = new Map(everybody.map(({ id }) => [id, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const each of everybody) {
      const measured = await measure(bench, each);
      taken.get(each.id).push(measured);
      console.log(`${round + 1} ${each.name}: ${measured.cost.toFixed(1)} ms, ${measured.told} told`);
    }
  await bench.close();

  const middle = (id, what) => median(taken.get(id).map((measured) => measured[what]));
  const still = middle('nobody', 'cost');
  const costs = listed.map(({ id, name }) => {
    const cost = (middle(id, 'cost') - still) * 1_000;
    const told = middle(id, 'told');
    return { name, each: cost / EVENTS, told, perTold: cost / told, requests: middle(id, 'requests') };
  });
  const [ours] = costs;
  return {
    browser: bench.version,
    rows: costs.map(({ name, each, told, perTold, requests }) => [
      name,
      each.toFixed(1),
      `${(each / ours.each).toFixed(1)}×`,
      count(told),
      told ? perTold.toFixed(0) : '–',
      count(requests),
    ]),
    goals: [
      { what: 'µs per player event', got: ours.each.toFixed(1), goal: 'at most 5', met: ours.each <= 5 },
      { what: 'µs per API event', got: ours.perTold.toFixed(1), goal: 'at most 60', met: ours.perTold <= 60 },
    ],
  };
}

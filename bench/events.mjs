import { contenders, listeners } from './contenders.mjs';
import { count, median } from './document.mjs';
import { openBench, rest, toldIn } from './page.mjs';

export const title = 'Main-thread time per event';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
/** Others send what they gathered every ten seconds. */
const REST_MS = 12_000;

/** What is played, in this order on one page, and how many player events it has. */
const SCENES = [
  { name: 'cold', scene: 'mix', events: 10_000 },
  { name: 'warm', scene: 'mix', events: 10_000 },
  { name: 'api', scene: 'api', events: 3_000 },
];
/** `timeupdate` is played in so many blocks, in turns with an element that has an empty listener. */
const TURNS = { blocks: 60, events: 1_000 };

export const conditions = `Headless Chromium, one \`<video>\`, events dispatched on it, fifty a task; what is read of the element moves with them, and each read costs
what the native one costs, or a little more. *Mix*: ${count(10_000)} events, 80 % \`timeupdate\`, 2 % each of \`play\`, \`playing\` (4 %), \`pause\`, \`waiting\`, \`seeking\`,
\`seeked\`, \`volumechange\`, and \`progress\` (4 %); cold: on a new page, with nothing warmed up; warm: the same once more. *Event sent*: a scene of \`pause\`, \`play\` and \`playing\`, over the number of events that were sent in it. The network is stubbed: it takes
everything at once. Counted is the time of the page's main thread (Chromium's \`TaskDuration\` in thread time), also what is done up to ${REST_MS / 1_000} s later, for
others gather and send in batches; **what empty listeners cost is taken off**. Medians of ${ROUNDS} rounds; in each round everybody has a new page, one after
the other. *timeupdate*: ${TURNS.blocks} blocks of ${count(TURNS.events)} while the content plays, on that page afterwards, in turns with an element of the same page that has an
empty listener; counted is what is done before the next task. *Sent* are the events in the bodies of the first mix (mux-embed sends 300 in one batch and keeps the rest).`;

export const head = [
  '',
  'µs per `timeupdate`',
  'µs per event sent',
  'µs per event of the mix, cold',
  'warm',
  'cold, of ours',
  'sent',
  'requests',
];

/** Runs in the page: makes of its element, and of one that nobody follows, what seems to play; `act` plays so many events. */
export function prepare() {
  const create = (video) => {
    const film = { paused: true, seeking: false, readyState: 4, currentTime: 0, duration: 86_400, ended: false, muted: false };
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
    return (type) => {
      moves[type]?.();
      video.dispatchEvent(new window.Event(type));
    };
  };
  const eight = Array(8).fill('timeupdate');
  const mix = ['play', 'playing', ...eight, 'progress', ...eight, 'waiting', 'playing', ...eight];
  mix.push('seeking', 'seeked', ...eight, 'progress', 'volumechange', ...eight, 'pause');
  const scenes = { mix, api: ['pause', 'play', 'playing'] };
  const task = () => new Promise((resolve) => setTimeout(resolve));
  const say = create(document.querySelector('video'));
  window.act = async (name, events) => {
    const scene = scenes[name];
    for (let at = 0; at < events; at++) {
      say(scene[at % scene.length]);
      if (at % 50 === 49) await task();
    }
  };
  /** Plays blocks of `timeupdate`, in turns with the element that nobody follows; resolves to the difference in µs of one. */
  window.actInTurns = async ({ blocks, events }) => {
    const other = document.body.appendChild(document.createElement('video'));
    other.addEventListener('timeupdate', () => {});
    const spent = new Map([
      [say, 0],
      [create(other), 0],
    ]);
    for (let block = 0; block < blocks; block++)
      for (const [each, before] of block % 2 ? [...spent].reverse() : [...spent]) {
        const from = performance.now();
        for (let at = 0; at < events; at++) each('timeupdate');
        for (let turn = 0; turn < 5; turn++) await null;
        spent.set(each, before + performance.now() - from);
        await task();
      }
    const [ours, empty] = spent.values();
    return ((ours - empty) * 1_000) / (blocks * events);
  };
  for (const type of ['durationchange', 'loadedmetadata', 'loadeddata', 'canplay']) say(type);
}

async function measure(bench, { id }) {
  const { page, worked, begin, close } = await bench.open();
  await page.evaluate(
    async (script) => (await import(script)).attach(document.querySelector('video'), 'http://127.0.0.1:9'),
    `/${id}.js`,
  );
  await page.evaluate(prepare);
  // The first events open the session.
  await page.evaluate(() => window.act('mix', 50));
  await rest(page, 2_000);
  await begin();
  const measured = {};
  for (const { name, scene, events } of SCENES) {
    await page.evaluate(() => (window.sent.length = 0));
    const before = await worked();
    await page.evaluate(([scene, events]) => window.act(scene, events), [scene, events]);
    await rest(page, REST_MS);
    const cost = (await worked()) - before;
    const bodies = await page.evaluate(async () =>
      Promise.all(window.sent.map((it) => (it instanceof Request ? it : new Response(it)).text())),
    );
    measured[name] = { cost: (cost * 1_000) / events, told: toldIn(bodies), requests: bodies.length };
  }
  await page.evaluate(() => window.act('mix', 2));
  measured.timeupdate = { cost: await page.evaluate((turns) => window.actInTurns(turns), TURNS) };
  await close();
  return measured;
}

/** Measures what following a player costs its page. */
export async function run() {
  const bench = await openBench();
  const everybody = [listeners, ...contenders];
  const taken = new Map(everybody.map(({ id }) => [id, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const each of everybody) {
      const measured = await measure(bench, each);
      taken.get(each.id).push(measured);
      console.log(
        `${round + 1} ${each.name}: ${Object.entries(measured)
          .map(([name, { cost }]) => `${name} ${cost.toFixed(1)}`)
          .join(', ')} µs`,
      );
    }
  await bench.close();

  const middle = (id, scene, what) => median(taken.get(id).map((measured) => measured[scene][what]));
  const costs = contenders.map(({ id, name }) => {
    const over = (scene) => middle(id, scene, 'cost') - middle('listeners', scene, 'cost');
    const events = SCENES.find((scene) => scene.name === 'api').events;
    const told = middle(id, 'api', 'told');
    const [cold, warm] = ['cold', 'warm'].map(over);
    const timeupdate = middle(id, 'timeupdate', 'cost');
    const api = told ? (over('api') * events) / told : NaN;
    return { id, name, cold, warm, timeupdate, api, told: middle(id, 'cold', 'told'), requests: middle(id, 'cold', 'requests') };
  });
  const [ours] = costs;
  const peer = costs.find(({ id }) => id === 'newrelic');
  const goal = (what, got, most) => ({ what, got: got.toFixed(1), goal: `at most ${most.toFixed(1)}`, met: got <= most });
  return {
    browser: bench.version,
    rows: costs.map(({ name, timeupdate, api, cold, warm, told, requests }) => [
      name,
      timeupdate.toFixed(1),
      Number.isNaN(api) ? '–' : api.toFixed(0),
      cold.toFixed(1),
      warm.toFixed(1),
      `${(cold / ours.cold).toFixed(1)}×`,
      count(told),
      count(requests),
    ]),
    goals: [
      goal('µs per `timeupdate`', ours.timeupdate, 2),
      goal('µs per event sent', ours.api, 30),
      goal('µs per event of the mix, cold, beside New Relic,', ours.cold, peer.cold),
    ],
  };
}

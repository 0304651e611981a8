import { cutNetwork } from '/page/network.js';

const OUTAGE_MS = 8_000;
const byId = (id) => document.getElementById(id);

/** Disables a button for as long as what it began lasts. */
async function during(button, run) {
  button.disabled = true;
  await run();
  button.disabled = false;
}

const outage = () => new Promise((over) => setTimeout(over, OUTAGE_MS));

/** Gives life to what breaks things for a while. `bytes` as of `controlBytes`; `tracker` is the page's, if it started; `say` shows a sentence. */
export function controlBreaks({ tracker, bytes, say }) {
  byId('offline').addEventListener('click', ({ currentTarget }) =>
    during(currentTarget, async () => {
      cutNetwork(true);
      bytes.hold(true);
      say('Offline: nothing reaches the collector, and the video gets no more bytes. Events are queued with their times.');
      await outage();
      bytes.hold(false);
      cutNetwork(false);
      say('Online again: what was queued is sent now, in its order.');
    }),
  );

  let wrong = 0;
  byId('key').addEventListener('click', () => {
    wrong += 1;
    say(`The page calls track('stateStart') with the key media.state.nam, which does not exist.`);
    tracker?.track('stateStart', { 'media.state.name': `demo${wrong}`, 'media.state.nam': 'demo' });
  });

  byId('down').addEventListener('click', ({ currentTarget }) =>
    during(currentTarget, async () => {
      const { ok } = await fetch('/collector/down', { method: 'POST' }).catch(() => ({}));
      if (!ok) return say('The demo’s server does not answer: is npm start still running?');
      say('The collector responds with 503 to everything for 8 s. Events are queued, and tried again.');
      await outage();
      say('The collector is up again. The library tries again at growing intervals, and then sends all that is queued.');
    }),
  );
}

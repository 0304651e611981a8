import { createAsk, readCalls } from '/page/calls.js';
import { add, hear, note, reset, showReport } from '/page/ledger.js';
import { controlPlayer } from '/page/player.js';

const byId = (id) => document.getElementById(id);
const name = document.body.dataset.player;
const video = document.querySelector('video');
const source = await fetch(`/${name}.js`).then((response) => response.text());
byId('integration').textContent = source;
const [, endpoint] = /endpoint: '(.*)'/.exec(source);

const { paces, prepare, control } = await import(`/page/players/${name}.js`);
prepare(video);
let load = () => note('The player did not start.');
const { failed } = controlPlayer(video, { load: (src) => load(src), paces }, endpoint);

const integration = await import(`/${name}.js`).catch((error) => {
  note(`The tracker did not start: ${error.message}`);
});
if (integration) load = control(video, integration, failed);
const showSession = () => (byId('session').textContent = integration?.tracker.sessionId ?? 'none');
// The tracker tells nobody when the service gives it an id; while the video plays it is never more than a moment old.
for (const type of ['timeupdate', 'pause', 'ended', 'emptied']) video.addEventListener(type, showSession);

const ask = createAsk(showReport);

readCalls(endpoint, {
  onReset: reset,
  onCall(call, live) {
    add(call);
    if (live) hear(call);
    showSession();
    if (call.sessionId && call.status < 300) ask(call.sessionId);
  },
  onConnection(problem) {
    byId('connection').textContent = problem ?? `Connected to ${endpoint}.`;
    byId('connection').classList.toggle('problem', problem !== undefined);
  },
});

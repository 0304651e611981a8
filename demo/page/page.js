import { createAsk, readCalls } from '/page/calls.js';
import { add, hear, note, reset, showReport } from '/page/ledger.js';
import { controlPlayer } from '/page/player.js';

const byId = (id) => document.getElementById(id);
const video = document.querySelector('video');
const source = await fetch('/html5.js').then((response) => response.text());
byId('integration').textContent = source;
const [, endpoint] = /endpoint: '(.*)'/.exec(source);

controlPlayer(video, endpoint);

const { tracker } = await import('/html5.js').catch((error) => {
  note(`The tracker did not start: ${error.message}`);
  return {};
});
const showSession = () => (byId('session').textContent = tracker?.sessionId ?? 'none');
// The tracker tells nobody when the service gives it an id; while the video plays it is never more than a moment old.
for (const type of ['timeupdate', 'pause', 'ended', 'emptied']) video.addEventListener(type, showSession);

const ask = createAsk(endpoint, showReport);

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

import { mountInspector } from '/page/inspector.js';
import { watchNetwork } from '/page/network.js';
import { hear, note } from '/page/notes.js';
import { controlPlayer } from '/page/player.js';

const byId = (id) => document.getElementById(id);
const { player: name, wire } = document.body.dataset;
const video = document.querySelector('video');
const source = await fetch(`/${name}.js${wire}`).then((response) => response.text());
byId('integration').textContent = source;
const [, endpoint] = /endpoint: '(.*)'/.exec(source);
watchNetwork(endpoint, ({ made, delivered, waiting, lost }) => {
  byId('queue').textContent = `${made} events made, ${delivered} delivered, ${waiting} waiting, ${lost} lost.`;
});

const { paces, prepare, control } = await import(`/page/players/${name}.js`);
prepare(video);
let load = () => note('The player did not start.');
const { failed, begin } = controlPlayer(video, { load: (src) => load(src), paces }, endpoint);

const integration = await import(`/${name}.js${wire}`).catch((error) => {
  note(`The tracker did not start: ${error.message}`);
});
if (integration) load = control(video, integration, failed);
begin(integration?.tracker);

const lost = (next) =>
  `The collector at ${endpoint} does not answer this page. Is npm start still running, or does something in the browser block it? ${next}`;
const connections = {
  connecting: 'Connecting…',
  live: `Connected to ${endpoint}.`,
  lost: lost('Trying again…'),
  closed: lost('Reload this page to try again.'),
};

mountInspector(byId('inspector'), {
  base: '/',
  onConnection(connection) {
    byId('connection').textContent = connections[connection];
    byId('connection').classList.toggle('problem', connection === 'lost' || connection === 'closed');
  },
  onCall({ method, status, message, event }) {
    if (status >= 400) hear(`Refused: ${message}`);
    else if (method === 'POST' && event?.eventType && event.eventType !== 'ping') hear(event.eventType);
  },
});

import { controlBytes } from '/page/bytes.js';

const byId = (id) => document.getElementById(id);

/** Where the media ends, in seconds; of live content what can be reached now. */
function endOf(video) {
  if (Number.isFinite(video.duration)) return video.duration;
  return video.seekable.length ? video.seekable.end(video.seekable.length - 1) : 0;
}

/** A session that cannot be opened: the playhead is no number, and the length is missing. */
const badCall = () => ({
  eventType: 'sessionStart',
  playerTime: { playhead: 'soon', ts: Date.now() },
  params: {
    'analytics.trackingServer': 'example.sc.omtrdc.net',
    'analytics.reportSuite': 'demo',
    'visitor.marketingCloudOrgId': 'DEMO@AdobeOrg',
    'media.id': 'demo',
    'media.contentType': 'vod',
    'media.playerName': 'none',
    'media.channel': 'demo',
  },
});

const mediaErrors = [
  '',
  'loading was aborted',
  'the network failed',
  'it could not be decoded',
  'no such video, or a format this browser cannot play',
];

/** Gives life to the buttons and the address field. */
export function controlPlayer(video, endpoint) {
  const say = (sentence) => (byId('said').textContent = sentence);
  // Its own address a page, so that the bytes of one page can be held and those of another not.
  const view = window.crypto.randomUUID();
  const own = { src: new URL(`/media/clip.mp4?view=${view}`, location).href, id: video.dataset.id, name: video.dataset.name };
  const isOwn = () => video.src === own.src;

  const load = ({ src, id, name }) => {
    Object.assign(video.dataset, { id, name });
    video.src = src;
    // A refusal to play is said by the video's own error event, or is the browser's autoplay policy: the viewer then presses play.
    video.play().catch(() => undefined);
    say(`Loading ${name}.`);
    byId('stall').disabled = !isOwn();
  };

  const sendBad = async () => {
    const headers = { 'Content-Type': 'application/json' };
    try {
      await fetch(`${endpoint}/api/v1/sessions`, { method: 'POST', headers, body: JSON.stringify(badCall()) });
      say('The collector refused the bad call; the ledger shows it in red.');
    } catch {
      say('The bad call did not get through: is npm start still running?');
    }
  };

  const bytes = controlBytes(video, view, say);
  video.src = own.src;
  byId('stall').addEventListener('click', bytes.stall);
  byId('jump').addEventListener('click', () => {
    video.currentTime = endOf(video) * 0.7;
    say('Jumped to 70 % of the video.');
  });
  byId('end').addEventListener('click', () => {
    video.currentTime = Math.max(0, endOf(video) - 2);
    say('Went to 2 s before the end.');
  });
  byId('bad').addEventListener('click', sendBad);

  byId('source').addEventListener('submit', (event) => {
    event.preventDefault();
    const { href, pathname, hostname } = new URL(byId('address').value);
    load({ src: href, id: href, name: pathname.split('/').pop() || hostname });
  });
  byId('own').addEventListener('click', () => load(own));

  video.addEventListener('playing', () => say(`${video.dataset.name} plays.`));
  video.addEventListener('pause', () => say(`${video.dataset.name} is paused.`));
  video.addEventListener('ended', () => say(`${video.dataset.name} has ended.`));
  video.addEventListener('error', () => say(`${video.dataset.name} cannot be played: ${mediaErrors[video.error?.code] ?? ''}.`));
}

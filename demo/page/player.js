import { controlBreaks } from '/page/break.js';
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

/**
 * Gives life to the buttons and the address field. `load` plays another address, `paces` as in `controlBytes`. Answers `failed`, to be
 * called with why something cannot be played, and `begin`, to be called with the tracker once there is one.
 */
export function controlPlayer(video, { load: play, paces }, endpoint) {
  let broken = false;
  const say = (sentence) => (byId('said').textContent = sentence);
  /** What failed goes on to pause and to wait, which is not worth a word. */
  const remark = (sentence) => broken || say(sentence);
  const { id, name, view } = video.dataset;
  const own = { src: video.dataset.src ?? video.querySelector('source')?.src ?? video.src, id, name };
  let current = own;
  const isOwn = () => current === own;

  const load = (next) => {
    current = next;
    broken = false;
    Object.assign(video.dataset, { id: next.id, name: next.name });
    play(next.src);
    say(`Loading ${next.name}.`);
    byId('stall').disabled = !isOwn();
  };

  const sendBad = async () => {
    const headers = { 'Content-Type': 'application/json' };
    try {
      await fetch(`${endpoint}/api/v1/sessions`, { method: 'POST', headers, body: JSON.stringify(badCall()) });
      say('The collector refused the bad call; it is listed below the session.');
    } catch {
      say('The bad call did not get through: is npm start still running?');
    }
  };

  const bytes = controlBytes(video, { view, isOwn, paces, say, remark });
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
  const { ads } = video.dataset;
  byId('ads').hidden = !ads;
  byId('ads').addEventListener('click', () => load({ src: ads, id: 'demo-ads', name: 'Demo video with ads' }));

  const failed = (why) => {
    broken = true;
    say(`${video.dataset.name} cannot be played: ${why}.`);
  };
  video.addEventListener('playing', () => {
    broken = false;
    say(`${video.dataset.name} plays.`);
  });
  video.addEventListener('pause', () => remark(`${video.dataset.name} is paused.`));
  video.addEventListener('ended', () => say(`${video.dataset.name} has ended.`));
  video.addEventListener('error', () => video.error && failed(mediaErrors[video.error.code]));
  return { failed, begin: (tracker) => controlBreaks({ tracker, bytes, say }) };
}

const byId = (id) => document.getElementById(id);

/** Where the media ends, in seconds; of live content what can be reached now. */
function endOf(video) {
  if (Number.isFinite(video.duration)) return video.duration;
  return video.seekable.length ? video.seekable.end(video.seekable.length - 1) : 0;
}

/** An event as it should not be: a playhead that is no number, and most of what is required is missing. */
const wrongCall = () => ({
  eventType: 'sessionStart',
  playerTime: { playhead: 'soon', ts: Date.now() },
  params: { 'media.id': 42 },
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
  const own = { src: video.src, id: video.dataset.id, name: video.dataset.name };
  const isOwn = () => video.src === own.src;

  const load = ({ src, id, name }) => {
    Object.assign(video.dataset, { id, name });
    video.src = src;
    // A refusal to play is said by the video's own error event, or is the browser's autoplay policy: the viewer then presses play.
    video.play().catch(() => undefined);
    say(`Loading ${name}.`);
    byId('stall').disabled = !isOwn();
  };

  const post = async (url, body, done) => {
    try {
      await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      say(done);
    } catch {
      say('That did not get through: is npm start still running?');
    }
  };

  byId('stall').addEventListener('click', () =>
    post('/stall', {}, 'The media server sends nothing for 4 s. Playback stops when what is buffered has run out.'),
  );
  byId('jump').addEventListener('click', () => {
    video.currentTime = endOf(video) * 0.7;
    say('Jumped to 70 % of the video.');
  });
  byId('end').addEventListener('click', () => {
    video.currentTime = Math.max(0, endOf(video) - 2);
    say('Went to 2 s before the end.');
  });
  byId('wrong').addEventListener('click', () =>
    post(`${endpoint}/api/v1/sessions`, wrongCall(), 'A wrong call is on its way; the ledger shows the answer in red.'),
  );

  byId('source').addEventListener('submit', (event) => {
    event.preventDefault();
    const { href, pathname, hostname } = new URL(byId('address').value);
    load({ src: href, id: href, name: decodeURIComponent(pathname.split('/').pop()) || hostname });
  });
  byId('own').addEventListener('click', () => load(own));

  video.addEventListener('playing', () => say(`${video.dataset.name} plays.`));
  video.addEventListener('waiting', () => say('The video waits for bytes.'));
  video.addEventListener('error', () => say(`${video.dataset.name} cannot be played: ${mediaErrors[video.error?.code] ?? ''}.`));
}

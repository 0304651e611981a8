import { clearInterval, setInterval } from 'node:timers';
import { setMaxListeners } from 'node:events';
import { connect } from 'node:net';

const json = { 'Content-Type': 'application/json' };
const playerTime = (ts) => ({ playhead: 0, ts });
const start = {
  eventType: 'sessionStart',
  playerTime: playerTime(1_000_000),
  params: {
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'analytics.reportSuite': 'acme',
    'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
    'media.id': 'hostile',
    'media.length': 60,
    'media.contentType': 'vod',
    'media.playerName': 'hostile',
    'media.channel': 'hostile',
  },
};
const ping = (ts) => ({ eventType: 'ping', playerTime: playerTime(ts) });

const post = (url, path, body) => fetch(url + path, { method: 'POST', headers: json, body });
async function open(url) {
  const reply = await post(url, '/api/v1/sessions', JSON.stringify(start));
  await reply.text();
  return reply.headers.get('location');
}

/** Opens a connection that nobody reads, writes to it, and opens another one when it is closed. */
function hold({ url, count, signal }, words, each = () => undefined) {
  const { port } = new URL(url);
  setMaxListeners(1_000, signal);
  const dial = () => {
    if (signal.aborted) return;
    const socket = connect(Number(port), '127.0.0.1').pause();
    const end = () => socket.destroy();
    signal.addEventListener('abort', end);
    socket.on('error', () => count('closed'));
    socket.on('close', () => {
      signal.removeEventListener('abort', end);
      setTimeout(dial, 20);
    });
    socket.on('connect', () => {
      count('connections');
      socket.write(words);
      each(socket);
    });
  };
  return dial;
}
const many = (number, run) => Array.from({ length: number }, (_, n) => run(n));

/** Calls again and again, so many at a time, and counts the answers. */
async function flood({ count, signal }, number, call) {
  await Promise.all(
    many(number, async (client) => {
      for (let turn = 0; !signal.aborted; turn++)
        try {
          const reply = await call(client, turn);
          await reply.arrayBuffer();
          count(reply.status);
        } catch {
          count('failed');
        }
    }),
  );
}

/** Until the attack ends. */
const until = (signal) => new Promise((resolve) => signal.addEventListener('abort', resolve));
const head = (path, length, more = '') =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${more}Content-Length: ${length}\r\n\r\n`;
const get = (path, token) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`;

/** What is done to the collector, by its name in the table; each goes on until its signal. */
export const attacks = {
  'arrays of 6.8 MB with one event of 700,000 unknown members': (tools) => {
    const members = many(700_000, (n) => `"k${n}":1`).join(',');
    const body = `[${JSON.stringify(start)},{${members.slice(0, 6_800_000).replace(/,[^,]*$/, '')}}]`;
    return flood(tools, 4, () => post(tools.url, '/api/v1/downloaded', body));
  },
  'valid arrays of 7 MB, one after the other': (tools) => {
    const events = many(90_000, (n) => JSON.stringify(ping(1_000_001 + n))).join(',');
    const body = `[${JSON.stringify(start)},${events}]`;
    return flood(tools, 2, () => post(tools.url, '/api/v1/downloaded', body));
  },
  '100 unfinished bodies of 8 MB to a path that is not there': async (tools) => {
    const words = head('/nowhere', 8_000_000) + 'x'.repeat(7_900_000);
    many(100, () => hold(tools, words)());
    await until(tools.signal);
  },
  '100 unfinished bodies of 8 MB of downloaded content': async (tools) => {
    const words = `${head('/api/v1/downloaded', 8_000_000)}[${' '.repeat(7_900_000)}`;
    many(100, () => hold(tools, words)());
    await until(tools.signal);
  },
  'events of 64 KB with thousands of unknown members': (tools) => {
    const wrong = Object.fromEntries(many(5_000, (n) => [`k${n}`, 1]));
    const body = JSON.stringify({ ...start, ...wrong });
    return flood(tools, 8, () => post(tools.url, '/api/v1/sessions', body));
  },
  'bodies of 64 KB that only nest': (tools) => {
    const body = '['.repeat(64_000);
    return flood(tools, 8, () => post(tools.url, '/api/v1/sessions', body));
  },
  'one session that grows, each event before the last': async (tools) => {
    const place = await open(tools.url);
    let ts = 900_000;
    await flood(tools, 8, () => post(tools.url, `${place}/events`, JSON.stringify(ping(--ts))));
  },
  '100 readers of the stream that never read, under a flood of events': async (tools) => {
    const place = await open(tools.url);
    many(100, () => hold(tools, get('/inspect/stream', tools.token))());
    let ts = 2_000_000;
    await flood(tools, 4, () => post(tools.url, `${place}/events`, JSON.stringify(ping(++ts))));
  },
  '50 connections that ask for pages of 5,000 events and never read': async (tools) => {
    const place = await open(tools.url);
    const events = many(20_000, (n) => JSON.stringify(ping(1_000_001 + n))).join(',');
    await (await post(tools.url, '/api/v1/downloaded', `[${JSON.stringify(start)},${events}]`)).text();
    const list = await fetch(`${tools.url}/inspect/sessions?limit=1`, { headers: { Authorization: `Bearer ${tools.token}` } });
    const [{ id } = { id: place }] = await list.json();
    many(50, () => hold(tools, get(`/inspect/sessions/${id}?limit=5000`, tools.token).repeat(20))());
    await until(tools.signal);
  },
  '400 connections whose headers never end': async (tools) => {
    many(400, () =>
      hold(tools, 'GET / HTTP/1.1\r\nHost: localhost\r\n', (socket) => {
        const timer = setInterval(() => socket.write('X: y\r\n'), 1_000);
        socket.on('close', () => clearInterval(timer));
      })(),
    );
    await until(tools.signal);
  },
  '20 connections of 500 requests each that never read': async (tools) => {
    many(20, () => hold(tools, get('/api/v1/schemas/sessionStart', '').repeat(500))());
    await until(tools.signal);
  },
  'bytes that are no HTTP, and requests that smuggle': async (tools) => {
    const words = [
      '\u0000\u0001\u0002'.repeat(1_000),
      'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET /',
      `GET / HTTP/1.1\r\nHost: localhost\r\n${'X: y\r\n'.repeat(5_000)}\r\n`,
      `GET /${'a'.repeat(60_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      'POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n',
      `${head('/api/v1/sessions', 10)}{"a":`,
    ];
    many(30, (n) => hold(tools, words[n % words.length], (socket) => setTimeout(() => socket.destroy(), 50))());
    await until(tools.signal);
  },
  'connections that come and go, 100 at a time': async (tools) => {
    many(100, () => hold(tools, '', (socket) => socket.destroy())());
    await until(tools.signal);
  },
  'sessions that are opened without end': (tools) =>
    flood(tools, 16, () => post(tools.url, '/api/v1/sessions', JSON.stringify(start))),
};

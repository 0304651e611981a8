import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { URLSearchParams } from 'node:url';
import * as dash from './dash.mjs';

const SEGMENT_MS = 2_000;
const ROUND = 30;
const ROUND_MS = ROUND * SEGMENT_MS;
/** How much of the live programme is over when the server starts: long enough for a DVR, and 40 s before its next discontinuity. */
const AIRED = 4 * ROUND + 10;

const tail = (/** @type {string} */ query) => (query ? `?${query}` : '');
const lines = (/** @type {unknown[]} */ ...all) => Buffer.from(all.flat(3).filter(Boolean).join('\n') + '\n');

/** The map and the segments of one round; the 10 ms that the audio has beyond the picture are left out. */
function parse(/** @type {string} */ text) {
  let ms = 0;
  const [, map] = /#EXT-X-MAP:URI="(.+)"/.exec(text) ?? [];
  const segments = [...text.matchAll(/#EXTINF:([\d.]+),\n(.+)/g)].slice(0, ROUND).map(([, seconds, uri]) => {
    const segment = { extinf: `#EXTINF:${seconds},`, uri, startMs: Math.round(ms) };
    ms += Number(seconds) * 1_000;
    return segment;
  });
  return { map, segments };
}

/** A multivariant playlist whose addresses carry the query, with all renditions of the picture or only one. */
function multivariant(/** @type {string} */ text, /** @type {string} */ query) {
  const only = new URLSearchParams(query).get('only');
  const kept = only
    ? text.replace(/#EXT-X-STREAM-INF.*\n(.+)\n/g, (all, uri) => (uri === `media_${only}.m3u8` ? all : ''))
    : text;
  return Buffer.from(kept.replace(/media_\d\.m3u8/g, (uri) => uri + tail(query)));
}

const DAY = '2026-01-01T00:00:';

/** Interstitials, each with what a player is told of it; `in=place` lets a player append them to the content. */
const interstitials = {
  pre: { at: 0, ad: 'pre', more: 'CUE="PRE",X-RESTRICT="SKIP,JUMP",X-COM-ACME-ADVERTISER="Acme"' },
  once: { at: 0, ad: 'once', more: 'CUE="PRE,ONCE"' },
  pod: { at: 8, ads: ['a', 'b'], more: 'X-COM-ACME-ADVERTISER="Acme"' },
  mid: { at: 8, ad: 'mid', more: 'X-COM-ACME-ADVERTISER="Acme"' },
  cut: { at: 4, ad: 'cut', more: 'X-PLAYOUT-LIMIT=2' },
  bad: { at: 8, ad: 'bad', file: 'none.m3u8', more: 'X-COM-ACME-ADVERTISER="Acme"' },
  post: { at: 20, ad: 'post', more: 'CUE="POST"' },
};

/** hls.js takes what is not absolute for relative to the page. */
const adUri = (/** @type {string} */ base, /** @type {string} */ ad, file = 'main.m3u8') =>
  `${base}cut/4/${file}?ad=${ad}&only=1`;

const namesOf = (/** @type {string} */ query) => new URLSearchParams(query).get('ads')?.split(',') ?? [];

/** What a list of assets answers with. */
const assetList = (/** @type {string} */ base, /** @type {string} */ query) => {
  const ads = namesOf(query);
  return Buffer.from(JSON.stringify({ ASSETS: ads.map((ad) => ({ URI: adUri(base, ad), DURATION: 4 })) }));
};

/** The interstitials that a query names: `ads=pre,pod,post`. */
function breaks(/** @type {string} */ query, /** @type {string} */ base) {
  const resume = new URLSearchParams(query).get('in') === 'place' ? '' : ',X-RESUME-OFFSET=0';
  const tags = namesOf(query).map((name) => {
    const { at, ad, ads, file, more } = interstitials[name];
    const asset = ads ? `X-ASSET-LIST="${base}cut/4/pod.json?ads=${ads}"` : `X-ASSET-URI="${adUri(base, ad, file)}"`;
    const seconds = 4 * (ads?.length ?? 1);
    const second = String(at).padStart(2, '0');
    return `#EXT-X-DATERANGE:ID="${name}",CLASS="com.apple.hls.interstitial",START-DATE="${DAY}${second}Z",DURATION=${seconds},${asset},${more}${resume}`;
  });
  return tags.length ? [`#EXT-X-PROGRAM-DATE-TIME:${DAY}00Z`, ...tags] : [];
}

/** The same in DASH. */
const inserts = (/** @type {string} */ query, /** @type {string} */ base) =>
  namesOf(query).map((name) => ({ ...interstitials[name], uri: adUri(base, interstitials[name].ad, 'main.mpd') }));

/** A media playlist of the first seconds; `parts=6` repeats the first six of them, with a discontinuity between. */
function vod(/** @type {string} */ text, /** @type {string} */ query, /** @type {number} */ seconds, /** @type {string} */ base) {
  const { map, segments } = parse(text);
  const count = (seconds * 1_000) / SEGMENT_MS;
  const part = (Number(new URLSearchParams(query).get('parts')) * 1_000) / SEGMENT_MS || count;
  return lines(
    [
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-TARGETDURATION:2',
      '#EXT-X-PLAYLIST-TYPE:VOD',
      `#EXT-X-MAP:URI="${map}${tail(query)}"`,
    ],
    breaks(query, base),
    segments.slice(0, count).map((_, index) => {
      const { extinf, uri } = segments[index % part];
      return [index > 0 && index % part === 0 && '#EXT-X-DISCONTINUITY', extinf, uri + tail(query)];
    }),
    '#EXT-X-ENDLIST',
  );
}

/** The window of a media playlist that repeats its round for ever, or ends `ends` seconds after the server's start, and has run for so long. */
function live(/** @type {string} */ text, /** @type {string} */ query, /** @type {number} */ began, /** @type {number} */ ranMs) {
  const { map, segments } = parse(text);
  const asked = new URLSearchParams(query);
  const last = AIRED + (asked.has('ends') ? (Number(asked.get('ends')) * 1_000) / SEGMENT_MS : Infinity);
  const edge = Math.min(Math.floor(ranMs / SEGMENT_MS), last);
  const first = Math.max(0, edge - (Number(asked.get('win')) || 10));
  const window = Array.from({ length: edge - first }, (_, index) => {
    const number = first + index;
    const { extinf, uri, startMs } = segments[number % ROUND];
    const at = new Date(began + Math.floor(number / ROUND) * ROUND_MS + startMs).toISOString();
    return [
      number > 0 && number % ROUND === 0 && '#EXT-X-DISCONTINUITY',
      asked.get('pdt') !== '0' && `#EXT-X-PROGRAM-DATE-TIME:${at}`,
      extinf,
      // A number of its own, so that a fault can strike a segment in one round only.
      `${uri}?${query ? `${query}&` : ''}sn=${number}`,
    ];
  });
  return lines(
    ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:2', `#EXT-X-MEDIA-SEQUENCE:${first}`],
    // How many discontinuities have left the window: the one before its first segment is still in it.
    `#EXT-X-DISCONTINUITY-SEQUENCE:${Math.max(0, Math.ceil(first / ROUND) - 1)}`,
    `#EXT-X-MAP:URI="${map}${tail(query)}"`,
    window,
    edge === last && '#EXT-X-ENDLIST',
  );
}

/**
 * Derives playlists from the adaptive set in a folder at the moment they are asked for: `live/<file>` and `cut/<seconds>/<file>`.
 * Resolves to the bytes of the playlist or segment, or to undefined when the path names no such thing.
 */
export function createDerived(/** @type {string} */ folder, /** @type {() => number} */ now) {
  const began = now() - AIRED * SEGMENT_MS;

  return async (/** @type {string} */ path, /** @type {string} */ query, /** @type {string} */ base) => {
    if (path === 'cut/4/pod.json') return assetList(base, query);
    const [, , cut, name] = /^(live|cut\/(\d+))\/([\w-]+\.(?:m3u8|mpd|m4s))$/.exec(path) ?? [];
    const seconds = Number(cut);
    const isLive = path.startsWith('live/');
    if (!name || (!isLive && (seconds % 2 || seconds < 2 || seconds > 60))) return undefined;
    const bytes = await readFile(join(folder, 'adaptive', name));
    if (name.endsWith('.m4s')) return bytes;
    const text = bytes.toString();
    if (name === 'main.m3u8') return multivariant(text, query);
    const ran = now() - began;
    if (name === 'main.mpd' && isLive) return dash.live(text, query, began, ran, SEGMENT_MS, ROUND_MS);
    if (name === 'main.mpd') return dash.vod(text, query, seconds, inserts(query, base));
    return isLive ? live(text, query, began, ran) : vod(text, query, seconds, base);
  };
}

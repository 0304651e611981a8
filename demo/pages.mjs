import { createHash, randomUUID } from 'node:crypto';
import { isLocal } from './addresses.mjs';

/** Through the tap, so that the page can show what was said; the integration imports what every integration imports. */
const tapped = { '@media-collection/core': '/page/tap/core.js', '@media-collection/core/edge': '/packages/core/edge.js' };
const html5 = { ...tapped, '@media-collection/html5': '/packages/html5/index.js' };

const any = `'self' http: https:`;

/** A video that a player feeds. */
const fed = (src) => `<video data-src="${src}" controls playsinline MORE></video>`;

/** What the pages differ in. `policy` names what a player needs beyond what every page has. */
export const pages = {
  html5: {
    title: 'Plain element',
    stream: '/media/clip.mp4?view=',
    placeholder: 'https://…/video.mp4',
    imports: html5,
    // Any video of the address field.
    policy: { 'media-src': '*' },
    head: '',
    markup: (src) => `<video src="${src}" controls playsinline preload="metadata" MORE></video>`,
  },
  videojs: {
    title: 'Video.js',
    // One rendition: the segment loader of Video.js gives up one that is late, for ever, unless there is none smaller.
    stream: '/media/cut/60/main.m3u8?only=2&view=',
    // A pre-roll, two ads at 8 s, a post-roll: of an ad plugin on videojs-contrib-ads.
    ads: '/media/cut/20/main.m3u8?only=2&with=ads',
    placeholder: 'https://…/main.m3u8',
    imports: { ...html5, 'video.js': '/page/players/video.js', '@media-collection/videojs': '/packages/videojs/index.js' },
    policy: {
      // The MediaSource; and MP4 of the address field.
      'media-src': '* blob:',
      // The segments are cut in workers that it makes of its own text.
      'worker-src': 'blob:',
      // Videojs-contrib-ads gives the element back its style, which is empty.
      'style-src': `'self' 'unsafe-hashes' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`,
      // The icons of its skin are a font within its style sheet.
      'font-src': 'data:',
      // It fetches playlists and segments by itself: any stream of the address field.
      'connect-src': any,
    },
    head: '<link rel="stylesheet" href="/players/video-js.min.css" />',
    markup: (src) =>
      `<video class="video-js" controls playsinline preload="auto" MORE><source src="${src}" type="application/x-mpegURL" /></video>`,
  },
  hlsjs: {
    title: 'hls.js',
    stream: '/media/cut/60/main.m3u8?view=',
    // A pre-roll, two ads at 8 s, a post-roll: interstitials.
    ads: '/media/cut/20/main.m3u8?only=0&ads=pre,pod,post',
    placeholder: 'https://…/main.m3u8',
    imports: { ...html5, 'hls.js': '/players/hls.min.mjs', '@media-collection/hlsjs': '/page/tap/hlsjs.js' },
    // The MediaSource, and an empty text that it borrows for its interstitials; and it fetches by itself. Its module build starts no worker.
    policy: { 'media-src': 'blob: data:', 'connect-src': any },
    head: '',
    markup: fed,
  },
  shaka: {
    title: 'Shaka Player',
    stream: '/media/cut/60/main.mpd?view=',
    // The same interstitials, in HLS.
    ads: '/media/cut/20/main.m3u8?only=0&ads=pre,pod,post',
    placeholder: 'https://…/main.mpd',
    imports: { ...html5, 'shaka-player': '/page/players/shaka-player.js', '@media-collection/shaka': '/page/tap/shaka.js' },
    // The MediaSource, or any video that the element plays by itself; and it fetches by itself.
    policy: { 'media-src': '* blob:', 'connect-src': any },
    head: '',
    markup: fed,
  },
  dashjs: {
    title: 'dash.js',
    stream: '/media/cut/60/main.mpd?view=',
    // A pre-roll, two ads after 8 s of content, a post-roll: part of the stream, a period each.
    ads: '/media/cut/28/main.mpd?only=0&parts=4',
    placeholder: 'https://…/main.mpd',
    imports: { ...html5, dashjs: '/players/dash.min.js', '@media-collection/dashjs': '/page/tap/dashjs.js' },
    policy: { 'media-src': 'blob:', 'connect-src': any },
    head: '',
    markup: fed,
  },
};

/** The APIs that a page can send to, by what stands in its address. */
const wires = { '': 'Media Collection', '?wire=edge': 'Media Edge' };

const linkTo = (path, text, current) => `<a href="/${path}"${current ? ` aria-current="${current}"` : ''}>${text}</a>`;

/** The integration, as it is when it sends to the Media Edge API. */
export const overEdge = (source) =>
  source
    .replace(/(?=import \{ note \})/, "import { edge } from '@media-collection/core/edge';\n")
    .replace(
      /endpoint: '(.*)',\n {2}params: \{[^}]*\},/,
      "wire: edge({ datastreamId: 'demo', endpoint: '$1' }),\n  params: { 'media.channel': 'demo' },",
    );

/**
 * The page of a player: the shell with what is this player's, and the policy that the browser shall hold it to. `search` is the query
 * of its address, which names the API.
 */
export function compose(name, shell, collectorUrl, search) {
  const { title, stream, ads, placeholder, imports, policy, head, markup } = pages[name];
  // An address of its own a page, so that the bytes of one page can be held and those of another not.
  const view = randomUUID();
  const more = `aria-labelledby="player-title" data-view="${view}" data-id="demo" data-name="Demo video"${ads ? ` data-ads="${ads.replaceAll('&', '&amp;')}"` : ''}`;
  const isHere = isLocal(new URL(collectorUrl).hostname);
  const wire = isHere && Object.hasOwn(wires, search) ? search : '';
  const parts = {
    name,
    title,
    wire,
    wires: Object.entries(isHere ? wires : { '': wires[''] })
      .map(([query, text]) => linkTo(name + query, text, query === wire && 'true'))
      .join(' '),
    placeholder,
    importMap: JSON.stringify({ imports }),
    head,
    nav: Object.keys(pages)
      .map((each) => linkTo(each + wire, pages[each].title, each === name && 'page'))
      // The tag wants https from all but this machine.
      .concat(isHere ? linkTo('element', 'One tag') : [], linkTo('mediasdk', 'MediaSDK calls'), linkTo('selftest', 'Self-test'))
      .map((link) => `<li>${link}</li>`)
      .join(''),
    video: markup(stream.replace('&', '&amp;') + view).replace('MORE', more),
  };
  const html = shell.replace(/\{\{(\w+)\}\}/g, (_, part) => parts[part]);
  const [, inline] = /<script type="importmap">([^]*?)<\/script>/.exec(html);
  const rules = {
    'default-src': `'none'`,
    'script-src': `'self' 'sha256-${createHash('sha256').update(inline).digest('base64')}'`,
    'style-src': `'self'`,
    'img-src': `'self' data:`,
    'connect-src': `'self' ${collectorUrl}`,
    'base-uri': `'none'`,
    'form-action': `'none'`,
    'frame-ancestors': `'none'`,
    ...policy,
  };
  return {
    html,
    policy: Object.entries(rules)
      .map(([rule, sources]) => `${rule} ${sources}`)
      .join('; '),
  };
}

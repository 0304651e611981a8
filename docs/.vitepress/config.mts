import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type MarkdownOptions } from 'vitepress';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where a link that leaves docs/ leads on the site: pages of docs/ are read in the repository, too. */
const elsewhere: Readonly<Record<string, string>> = {
  '../packages/collector': '/guide/collector',
  '../packages/report': '/guide/testing',
  '../../deploy/README.md': '/guide/scaling',
};

/** Sends links that leave docs/ to a page of the site, or leaves the bare words where there is none. */
const staysOnSite: MarkdownOptions['config'] = (md) => {
  md.core.ruler.push('stays-on-site', ({ tokens, env }) => {
    const folder = posix.dirname((env as { relativePath?: string }).relativePath ?? '');
    for (const { children } of tokens) {
      const open: boolean[] = [];
      for (const token of children ?? []) {
        const href = token.type === 'link_open' && token.attrGet('href');
        const away = href && /^\.\.?\//.test(href) && posix.join(folder, href).startsWith('../');
        if (token.type === 'link_close' ? open.pop() : away && !elsewhere[href]) token.type = 'text';
        if (token.type === 'text' && token.nesting) Object.assign(token, { nesting: 0, content: '' });
        if (href) open.push(!!away && !elsewhere[href]);
        if (away && elsewhere[href]) token.attrSet('href', elsewhere[href]);
      }
    }
  });
};

const page = (text: string, link: string) => ({ text, link });
const group = (text: string, ...items: ReturnType<typeof page>[]) => ({ text, items });

/** A page under the title that it has itself. */
const titled = (file: string) => {
  const [, title = file] = /^# (?:\d+\. )?(.*)$/m.exec(readFileSync(at(`../${file}`), 'utf8')) ?? [];
  return page(title, `/${file.slice(0, -3)}`);
};
const files = (folder = ''): string[] =>
  readdirSync(at(`../${folder}`))
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => folder + file);
/** Tables that commands have measured name their command. */
const isMeasured = (file: string): boolean => readFileSync(at(`../${file}`), 'utf8').includes('`npm run');
const others = files().filter((file) => file !== 'index.md');

/** What typedoc has written; empty until `npm run docs` has run. */
const api = existsSync(at('../api')) ? readdirSync(at('../api'), { recursive: true, encoding: 'utf8' }) : [];
const modules = api
  .filter((file) => file.endsWith('.md') && file !== 'index.md')
  .map((file) => file.slice(0, -3))
  .sort();

const { version } = JSON.parse(readFileSync(at('../../packages/core/package.json'), 'utf8')) as { version: string };
/** Only the place that builds the site for the public knows the address of the repository. */
const { GITHUB_SERVER_URL: server = 'https://github.com', GITHUB_REPOSITORY: name } = process.env;
const repository = name && `${server}/${name}`;

export default defineConfig({
  title: 'media-collection',
  description:
    'Adobe Analytics for Streaming Media from Video.js, hls.js, Shaka Player, dash.js and <video>: no tracking calls by hand.',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: { config: staysOnSite, theme: { light: 'github-light-high-contrast', dark: 'github-dark' } },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      page('Start', '/start/'),
      {
        text: 'Reference',
        items: [
          page('Options', '/guide/options'),
          page('Events', '/guide/events'),
          page('Keys', '/guide/keys'),
          page('Errors', '/guide/errors'),
          page('API', '/api/'),
        ],
      },
      page('Analysts', '/guide/analysts'),
      page('Moving over', '/guide/moving-over'),
      page(version, '/guide/status'),
    ],
    socialLinks: repository ? [{ icon: 'github', link: repository }] : [],
    sidebar: {
      '/api/': [
        group(
          'API reference',
          page('All packages', '/api/'),
          ...modules.map((name) => page(name.replace('-1', ''), `/api/${name}`)),
        ),
      ],
      '/': [
        group(
          'Getting started',
          page('Choose your player', '/start/'),
          page('A media element', '/start/html5'),
          page('Video.js', '/start/videojs'),
          page('hls.js', '/start/hlsjs'),
          page('Shaka Player', '/start/shaka'),
          page('dash.js', '/start/dashjs'),
          page('One tag for all', '/start/element'),
          page('By hand', '/start/by-hand'),
          page('Tag managers', '/start/tag-managers'),
          page('From MediaSDK 3.x', '/start/mediasdk'),
          page('Moving over', '/guide/moving-over'),
          page('Status and versions', '/guide/status'),
        ),
        group(
          'Guide',
          page('Concepts', '/guide/concepts'),
          page('Options', '/guide/options'),
          page('Events', '/guide/events'),
          page('Keys', '/guide/keys'),
          page('Identity', '/guide/identity'),
          page('Consent', '/guide/consent'),
          page('Ads', '/guide/advertising'),
          page('Chapters', '/guide/chapters'),
          page('Player states', '/guide/states'),
          page('Quality of experience', '/guide/quality'),
          page('Live', '/guide/live'),
          page('Audio', '/guide/audio'),
          page('Media Edge API', '/guide/edge'),
          page('Offline and downloads', '/guide/offline'),
          page('Errors', '/guide/errors'),
        ),
        group(
          'Test and operate',
          page('Test your integration', '/guide/testing'),
          page('The collector', '/guide/collector'),
          page('More than one machine', '/guide/scaling'),
          page('Browsers', '/guide/browsers'),
          page('Security and privacy', '/guide/security'),
        ),
        group(
          'Reports and comparison',
          page('For analysts', '/guide/analysts'),
          page('Compared with other trackers', '/guide/differences'),
          page('Questions', '/guide/questions'),
        ),
        group('Measurements', ...others.filter(isMeasured).map(titled)),
        group('How it is built', ...[...others.filter((file) => !isMeasured(file)), ...files('decisions/')].map(titled)),
      ],
    },
    docFooter: { prev: 'Previous page', next: 'Next page' },
    footer: { message: 'Apache-2.0. Not affiliated with Adobe.' },
  },
});

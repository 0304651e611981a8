import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

const all = (text, pattern) => Array.from(text.matchAll(pattern), ([, found]) => found);

/** What is wrong with a built site: links to places that are not there, and what a browser would get from other hosts. */
export function faultsOf(site) {
  const files = readdirSync(site, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  const text = (file) => readFileSync(`${site}/${file}`, 'utf8');
  const pages = new Map(files.filter((file) => file.endsWith('.html')).map((file) => [file, text(file)]));
  const ids = new Map(Array.from(pages, ([file, html]) => [file, new Set(all(html, /\s(?:id|name)="([^"]+)"/g))]));

  const broken = Array.from(pages).flatMap(([file, html]) =>
    all(html, /<a\s[^>]*?href="([^"]+)"/g)
      .filter((href) => !/^[a-z]+:/.test(href))
      .filter((href) => {
        const [path, hash] = href.replaceAll('&amp;', '&').split('#');
        const whole = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(file), path);
        const target = path === '' ? file : whole.replace(/(^|\/)$/, '$1index.html');
        return !files.includes(target) || (hash && !ids.get(target)?.has(decodeURIComponent(hash)));
      })
      .map((href) => `${file}: ${href} leads nowhere`),
  );
  const foreign = files
    .filter((file) => /\.(html|css)$/.test(file))
    .flatMap((file) =>
      [
        ...all(text(file), /<(?:script|img|link|iframe|source|video)\s[^>]*?(?:src|href)="((?:https?:)?\/\/[^"]+)"/g),
        ...all(text(file), /url\(["']?((?:https?:)?\/\/[^)"']+)/g),
      ].map((url) => `${file}: ${url} is of another host`),
    );
  const unread = Array.from(pages)
    .filter(([, html]) => html.includes('@include'))
    .map(([file]) => `${file}: an include is not there`);
  return [...new Set([...broken, ...foreign, ...unread])];
}

import { readdirSync, readFileSync } from 'node:fs';
import { root } from './node.mjs';

/** The interfaces whose members nobody outside of the session reads. */
const STATE = ['packages/core/src/session/state.ts', 'packages/core/src/session/snapshot.ts'];
const MEMBER = /^ {2}(?:readonly )?(\w+)\??:/gm;
const WORD = /\b[a-zA-Z]\w*\b/g;

const read = (file) => readFileSync(root + file, 'utf8');
const sources = (folder) =>
  readdirSync(root + folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => `${(entry.parentPath ?? entry.path).slice(root.length)}/${entry.name}`);

/** Without comments, whose words are not names. */
const code = (text) => text.replace(/\/\*[^]*?\*\/|\/\/.*/g, '');

/**
 * The members of the session's state that a script build may rename: none of them occurs in any other source, in what crosses
 * the border of the session, or in the DOM.
 */
export function internalNames() {
  const all = sources('packages/core/src').map((file) => code(read(file)));
  /** What is read by a name in quotes cannot be renamed. */
  const quoted = new Set(all.flatMap((text) => Array.from(text.matchAll(/'(\w+)'/g), ([, name]) => name)));
  const others = ['core', 'html5', 'videojs', 'hlsjs', 'shaka', 'dashjs', 'element', 'mediasdk']
    .flatMap((name) => sources(`packages/${name}/src`))
    .filter((file) => !file.includes('/session/') || /\/(input|effect)\.ts$/.test(file));
  const foreign = new Set(others.flatMap((file) => code(read(file)).match(WORD) ?? []));
  const dom = read('node_modules/typescript/lib/lib.dom.d.ts');
  const ofDom = new Set(Array.from(dom.matchAll(/^ +(?:readonly )?(\w+)\??[:(]/gm), ([, name]) => name));
  const names = Array.from(
    STATE.map((file) => code(read(file)))
      .join('\n')
      .matchAll(MEMBER),
    ([, name]) => name,
  );
  return [...new Set(names)].filter((name) => !foreign.has(name) && !quoted.has(name) && !ofDom.has(name));
}

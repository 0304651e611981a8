import { readdirSync, readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { parseAst } from 'rollup/parseAst';
import { root } from './node.mjs';

/**
 * Sources of core with members that others read: the page, adapters, another wire, and the scripts that are loaded beside core and are
 * renamed apart from it.
 */
const PUBLIC = [
  /^(adapter|alloy|clock|debug|edge|identity|index|make-wire|offline|options|page-metadata|targets|testing)\.ts$/,
  /^(edge|legacy|offline|wire\/edge)\//,
  /^session\/intent\.ts$/,
  /^wire\/(wire|events|table|json-schemas|validate|schema)\.ts$/,
];
/** Packages whose sources are part of a script beside core. */
const isAdapter = (name) => !['core', 'collector', 'report'].includes(name);
/** Members of ours that the DOM has, too, but of objects that core does not read. */
const OURS = ['action', 'history', 'info', 'queue'];
const CORE = 'packages/core/src';

const read = (file) => readFileSync(root + file, 'utf8');
const files = (folder, ending) =>
  readdirSync(root + folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => `${(entry.parentPath ?? entry.path).slice(root.length)}/${entry.name}`);

const namesBy = (pattern, text) => Array.from(text.matchAll(pattern), ([, name]) => name);

/** The names of members in a source, and the texts that could name one. */
function namesIn(file) {
  const members = new Set();
  const quoted = new Set();
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!node || typeof node.type !== 'string' || /^Import/.test(node.type)) return;
    const { type, computed, property, key } = node;
    const name = type === 'MemberExpression' ? property : key;
    if (name?.type === 'Identifier' && !computed) members.add(name.name);
    if (type === 'Literal') quoted.add(node.value);
    Object.values(node).forEach(visit);
  };
  visit(parseAst(transformSync(read(file), { loader: 'ts', target: 'es2022' }).code));
  return { members: [...members], quoted: [...quoted] };
}

/** The members that a source declares or reads; comments and sentences have none. */
function publicNames(file) {
  const text = read(file).replace(/\/\*[^]*?\*\/|^ *\/\/.*|'[^'\n]* [^'\n]*'/gm, '');
  return [...namesBy(/(\w+)\??\s*[:(<]/g, text), ...namesBy(/'(\w+)'/g, text), ...namesIn(file).members];
}

/**
 * The names of members that a script build may rename: they occur only in sources of core whose members nobody else reads, never in
 * quotes, neither in a browser's own interfaces nor in the code of a README.
 */
export function internalNames() {
  const core = files(CORE, '.ts');
  const isPublic = (file) => PUBLIC.some((part) => part.test(file.slice(CORE.length + 1)));
  const own = core.filter((file) => !isPublic(file)).map(namesIn);
  const packages = readdirSync(`${root}packages`).filter(isAdapter);
  const adapters = packages.flatMap((name) => files(`packages/${name}/src`, '.ts')).map(namesIn);
  const pages = ['core', ...packages].map((name) => read(`packages/${name}/README.md`));
  const libraries = files('node_modules/typescript/lib', '.d.ts').filter((file) => /lib\.(dom|es)[^/]*$/.test(file));
  const ofLibraries = libraries.flatMap((file) =>
    namesBy(/^ *(?:readonly |declare (?:var|function|const) |get |set )?(\w+)\??[:(<]/gm, read(file)),
  );
  const kept = new Set([
    ...core.filter(isPublic).flatMap(publicNames),
    ...adapters.flatMap(({ members }) => members),
    // What is read by a name in quotes cannot be renamed.
    ...[...own, ...adapters].flatMap(({ quoted }) => quoted),
    ...pages.flatMap((page) => page.match(/```[^]*?```|`[^`\n]*`/g) ?? []).flatMap((code) => namesBy(/(\w+)/g, code)),
    ...ofLibraries.filter((name) => !OURS.includes(name)),
  ]);
  const names = new Set(own.flatMap(({ members }) => members));
  return [...names].filter((name) => name.length > 2 && !kept.has(name)).sort();
}

import { Application } from 'typedoc';
import { root } from '../setup/node.mjs';

/** Where each import path begins. */
const entries = [
  ...['index', 'identity', 'offline', 'edge', 'alloy', 'debug', 'wire/schema', 'testing'].map((file) => `core/src/${file}.ts`),
  ...['html5', 'hlsjs', 'shaka', 'dashjs'].map((name) => `${name}/src/index.ts`),
  ...['index', 'register'].flatMap((file) => [`videojs/src/${file}.ts`, `mediasdk/src/${file}.ts`]),
  ...['index', 'define', 'only'].map((file) => `element/src/${file}.ts`),
  ...['index', 'matchers'].map((file) => `report/src/${file}.ts`),
  ...['index', 'serve'].map((file) => `collector/src/${file}.ts`),
];

/** Writes the API reference into docs/api, which git does not keep. */
export async function writeApi() {
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: entries.map((path) => `${root}packages/${path}`),
    tsconfig: `${root}test/docs/tsconfig.json`,
    outputs: [{ name: 'markdown', path: `${root}docs/api` }],
    name: 'API reference',
    readme: 'none',
    logLevel: 'Warn',
    disableSources: true,
    excludeInternal: true,
    // Types that a page cannot import are written out where they are used.
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    groupOrder: ['Functions', 'Variables', 'Interfaces', '*'],
    entryFileName: 'index',
    outputFileStrategy: 'modules',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    propertyMembersFormat: 'table',
    typeDeclarationFormat: 'table',
  });
  const project = await app.convert();
  if (!project) throw new Error('typedoc could not read the sources.');
  // As one imports them.
  for (const module of project.children ?? []) module.name = module.name.replace(/\/src(\/wire)?/, '');
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error('typedoc found errors.');
}

import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Who may import whom (docs: CONTRIBUTING.md, "The rooms"): `never` lists what the files of a room must not import. */
const room = (files, ...never) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: never.map((regex) => ({ regex, message: 'No such arrow: see the rooms in CONTRIBUTING.md.' })) },
    ],
  },
});
const any = '^@media-collection/';
const core = 'packages/core/src';

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'docs/.vitepress/cache/**', 'test/fixtures/**', 'test/package/consumers/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  { files: ['packages/*/src/**'], rules: { 'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }] } },
  room([`${core}/wire/*.ts`], any, '^\\.\\./'),
  room([`${core}/wire/edge/*.ts`], any, '^\\.\\./\\.\\./'),
  room([`${core}/session/*.ts`], any, '^\\.\\./(?!wire/)'),
  room(
    [`${core}/session/player/*.ts`],
    any,
    '^\\.\\./\\.\\./(?!wire/)',
    '^\\.\\./(?!\\.\\./|input|intent|snapshot|state|viewing|effect|pending|protocol/)',
  ),
  room(
    [`${core}/session/protocol/*.ts`],
    any,
    '^\\.\\./\\.\\./(?!wire/)',
    '^\\.\\./(?!\\.\\./|input|intent|snapshot|state|effect)',
  ),
  room([`${core}/transport/**`], any, '^\\.\\./(?!wire/|clock)'),
  room([`${core}/page/**`], any, '^\\.\\./'),
  room([`${core}/{clock,adapter}.ts`], any, '^\\./(?!session/|wire/)'),
  room(['packages/{html5,mediasdk}/src/**'], '^@media-collection/(?!core$)', '^@media-collection/core/'),
  room(['packages/{videojs,hlsjs,shaka,dashjs}/src/**'], '^@media-collection/(?!core$|html5$)', '^@media-collection/\\w+/'),
  room(['packages/element/src/**'], '^@media-collection/(?!(core|html5|hlsjs|shaka|dashjs|videojs/adapter)$)'),
  room(['packages/collector/src/**'], '^@media-collection/(?!core/schema$|report$|report/meanings$|report/timeline$)'),
  room(['packages/report/src/**'], '^@media-collection/(?!core$|core/schema$)'),
  {
    files: ['packages/!(collector|report)/src/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='addEventListener'] Property[key.name='signal']",
          message: 'Old engines ignore it, and old versions of zone.js lose listeners by it: see listen() of core.',
        },
      ],
    },
  },
  {
    files: [`${core}/{wire,session}/**`],
    rules: {
      'no-restricted-globals': ['error', 'Date', 'performance', 'setTimeout', 'setInterval', 'fetch', 'window', 'document'],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'A pure room has no chance.' }],
    },
  },
  {
    files: ['**/*.mjs', '{demo,examples}/**/*.js', 'test/**'],
    languageOptions: {
      globals: Object.fromEntries(
        'process console URL AbortController fetch setTimeout clearTimeout document window location EventSource performance Response Request Buffer'
          .split(' ')
          .map((name) => [name, 'readonly']),
      ),
    },
  },
);

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';

const packages = new URL('../../packages/', import.meta.url);
const scripts = readdirSync(packages)
  .map((name) => `${name}/dist/`)
  .filter((folder) => existsSync(new URL(folder, packages)))
  .flatMap((folder) =>
    readdirSync(new URL(folder, packages))
      .filter((file) => file.endsWith('.min.js'))
      .map((file) => folder + file),
  );

test.each(scripts)('%s leaves nothing on its page but mediaCollection', (script) => {
  const page = createContext({});
  runInContext('var self = this;', page);
  const before = Object.keys(page);
  runInContext(readFileSync(new URL(script, packages), 'utf8'), page);
  expect(Object.keys(page).filter((name) => !before.includes(name))).toEqual(['mediaCollection']);
});

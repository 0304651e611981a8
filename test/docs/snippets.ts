import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A block of code of a page. */
export interface Snippet {
  /** From the root of the repository. */
  readonly page: string;
  /** Of its first line of code, from 1. */
  readonly line: number;
  readonly language: string;
  /** What stands behind the language. */
  readonly flags: string;
  readonly code: string;
}

/** The pages that are written by hand; the reference is not. */
export const pages: readonly string[] = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
  .map((file) => `docs/${file.replaceAll('\\', '/')}`)
  .filter((file) => /^docs\/(?!api\/|\.vitepress\/).*\.md$/.test(file))
  .sort();

export const read = (file: string): string => readFileSync(root + file, 'utf8');

/** The blocks of code of a page, in their order. */
export function snippetsOf(page: string): Snippet[] {
  const text = read(page);
  return Array.from(
    text.matchAll(/^```(\w+)(.*)\n([^]*?)^```$/gm),
    ({ index, 1: language = '', 2: flags = '', 3: code = '' }) => ({
      page,
      line: text.slice(0, index).split('\n').length + 1,
      language,
      flags: flags.trim(),
      code,
    }),
  );
}

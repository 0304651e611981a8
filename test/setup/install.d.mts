/** The package manager, as npx takes it. */
export const PNPM: string;

/** What a package manager that is started from a script of this repository may know of its surroundings. */
export function outside(): NodeJS.ProcessEnv;

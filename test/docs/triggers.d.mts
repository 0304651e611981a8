/** From the root of the repository. */
export const PAGE: string;
export function withTriggers(page: string): string;

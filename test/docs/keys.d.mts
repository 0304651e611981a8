/** From the root of the repository. */
export const PAGE: string;
export function withKeys(page: string): string;

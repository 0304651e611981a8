/** Tracks nothing: what a page costs by itself. */
export const attach = () => () => {};

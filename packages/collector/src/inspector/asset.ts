/*
 * Stands in for the page of the inspector, which is bundled of `app/` and takes the place of this file wherever the collector is built or
 * tested (packages/collector/bundle-inspector.mjs). Without that the page is empty, and its data are there all the same.
 */
export const script: string = '';
export const style: string = '';
/** Base64 of the SHA-256 of both, for the policy of the page. */
export const scriptHash: string = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
export const styleHash: string = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

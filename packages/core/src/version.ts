/** The version of this library, as `media.libraryVersion` tells it. */
export const VERSION = '0.1.0';

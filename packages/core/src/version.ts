/** The version of this library, as `media.libraryVersion` has it. */
export const VERSION = '0.1.0';

import { createMedia } from '../test/media/server.mjs';

/** Some three times what the video needs: a seek is quick, and a page can still stop the bytes in time. */
const BYTES_PER_SECOND = 100_000;
/** A page that went away while its bytes were held leaves no rule behind for ever. */
const LONGEST_HOLD_MS = 600_000;

/** Serves the demo's videos under `/media/` slowly, and stops and goes on for one page as it asks. */
export function createSlowMedia() {
  const media = createMedia({ base: '/media/', cors: false });
  const held = new Map();
  media.fault({ match: '/media/', bytesPerSecond: BYTES_PER_SECOND });

  const flow = (view) => {
    held.get(view)?.release();
    held.delete(view);
  };
  const hold = (view) => {
    flow(view);
    // The media themselves: a player that waits for a playlist gives up.
    held.set(view, media.fault({ match: new RegExp(`\\.(mp4|m4s)\\?.*view=${view}`), holdMs: LONGEST_HOLD_MS }));
  };

  return {
    handle: media.handle,
    /** Answers `POST /bytes/hold/<view>` and `POST /bytes/flow/<view>`; false for any other path. */
    order(path, response) {
      const [, what, view] = /^\/bytes\/(hold|flow)\/([\w-]{1,40})$/.exec(path) ?? [];
      if (!what) return false;
      (what === 'hold' ? hold : flow)(view);
      response.writeHead(204).end();
      return true;
    },
    close: media.clearFaults,
  };
}

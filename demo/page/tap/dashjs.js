import { dashjs as adapt } from '/packages/dashjs/index.js';
import { overhear } from '/page/words.js';

export * from '/packages/dashjs/index.js';

const quiet = () => '';

/** The real `dashjs`; the page listens first, so that what dash.js said stands before what it means. */
export function dashjs(player, options) {
  overhear(
    { on: (type, hear) => player.on(type, (event) => hear(type, event), undefined, { priority: 2 }) },
    {
      manifestLoadingStarted: quiet,
      streamInitializing: quiet,
      streamDeactivated: quiet,
      streamTeardownComplete: quiet,
      playbackEnded: ({ isLast }) => (isLast ? 'the last period' : 'a period'),
      qualityChangeRendered: ({ mediaType, newRepresentation }) => `${mediaType}, ${newRepresentation.bandwidth} bit/s`,
      fragmentLoadingCompleted: ({ request, error }) => (error ? `${request.mediaType}, ${error}` : request.mediaType),
      error: ({ error }) => String(error.message ?? error),
    },
  );
  return adapt(player, options);
}

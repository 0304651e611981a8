import type { MediaEvent } from '../wire/events';
import type { Action } from './input';
import type { Guess } from './intent';
import type { SessionSnapshot } from './snapshot';

/** What the tracker must do. Besides effects the session returns sentences, which are warnings for the page. */
export type Effect =
  /** Open a session with its `sessionStart`. */
  | { readonly do: 'open'; readonly event: MediaEvent }
  /** Send an event of the open session; `before` is what the service knew before it. */
  | { readonly do: 'send'; readonly event: MediaEvent; readonly before: SessionSnapshot; readonly droppable: boolean }
  /** The new session sends what the lost one still had to send. */
  | { readonly do: 'adoptQueue' }
  /** Wake the session after so many milliseconds; only the last request counts. */
  | { readonly do: 'setTimer'; readonly after: number }
  | { readonly do: 'clearTimer' }
  /** Ask the page about the content of a start; the answer comes back as `infoReceived` with the same id. `given` outranks it. */
  | { readonly do: 'requestInfo'; readonly about: 'media'; readonly id: number; readonly given: Action | undefined }
  /** Ask the page about an ad; the answer comes back as `infoReceived` at once. */
  | { readonly do: 'requestInfo'; readonly about: 'ad'; readonly guess: Guess | undefined };

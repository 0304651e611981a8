import type { MediaEvent } from '../wire/events';
import type { Cue, Guess } from './input';
import type { Standing } from './state';

/** What the tracker must do; beside these there are sentences, which it must tell the page. */
export type Effect =
  /** Open a session with its `sessionStart`. */
  | { readonly do: 'open'; readonly event: MediaEvent }
  /** Send an event of the open session; `before` is how things stood before it. */
  | { readonly do: 'send'; readonly event: MediaEvent; readonly before: Standing; readonly spare: boolean }
  /** The new session takes over what the refused one still had to send. */
  | { readonly do: 'adopt' }
  /** Wake the session after so many milliseconds; only the last request counts. */
  | { readonly do: 'arm'; readonly after: number }
  | { readonly do: 'disarm' }
  /** Ask the application about the content of a start; the answer comes back as `told` with its id. `given` outranks it. */
  | { readonly do: 'ask'; readonly about: 'media'; readonly id: number; readonly given: Cue | undefined }
  /** Ask the application about an ad; the answer comes back as `told` at once. */
  | { readonly do: 'ask'; readonly about: 'ad'; readonly guess: Guess | undefined };

/** One answered call. */
export interface Call {
  /** When it came, in epoch ms. */
  readonly time: number;
  readonly method: string;
  readonly path: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** The session that was opened or spoken to. */
  readonly sessionId?: string;
  /** The parsed body, valid or not, an array where it is downloaded content; absent when it was not read or is not JSON. */
  readonly event?: unknown;
  /** Why the call was refused. */
  readonly message?: string;
  /** True when the session held the same event already, which counts once. */
  readonly repeated?: true;
}

/** What a route learns about a call, beside its answer. */
export type CallDetails = { -readonly [member in 'sessionId' | 'event' | 'repeated']?: Call[member] } & {
  /** The size of the body that was read. */
  bytes?: number;
};

/** One request of a recording that may be a call of the API, whatever the recording was made by. */
export interface RecordedCall {
  readonly url: string;
  /** HTTP status of the reply; 0 when none is known, for the page was left or the connection broke. */
  readonly status: number;
  /** The parsed body of the request; undefined when it is no JSON. */
  readonly body: unknown;
  /** The address of the session that the reply names. */
  readonly location: string | undefined;
  /** The parsed body of the reply, where the recording has it. */
  readonly reply: unknown;
}

/** An event that the service refused, or that was sent again. */
export interface Remark {
  readonly kind: 'refused' | 'repeated';
  readonly event: unknown;
  readonly message: string;
}

/** What a recording holds of one session. */
export interface RecordedSession {
  /** The id that the service gave, where it is known. */
  readonly id: string | undefined;
  /** The address to which it was sent, without the path of the API; empty for a file of events. */
  readonly endpoint: string;
  /** In the order in which they were sent; without those that the service refused and those sent again. */
  readonly events: readonly unknown[];
  readonly remarks: readonly Remark[];
}

/** Parses JSON; undefined when it is none. */
export function parse(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

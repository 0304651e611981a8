/** What came back; status 0 means that nothing did. */
export interface Reply {
  readonly status: number;
  /** The address that was asked. */
  readonly url?: string;
  readonly location?: string | null;
  /** The body of a reply below 400, as far as it was read. */
  readonly text?: string;
  /** What the service said of a refusal, or what is wrong with its answer. */
  readonly message?: string | undefined;
  /** The body is HTML: somebody answered in place of the service. */
  readonly isWebPage?: boolean;
  /** `Retry-After`, in milliseconds from now. */
  readonly after?: number | undefined;
  /** The service answered that it refuses, whatever the status says. */
  readonly isRefused?: boolean;
  /** It was not even sent: the page goes, and the budget is spent, or it may not be sent. */
  readonly unsent?: boolean;
}

/** What becomes of a request. */
export type Verdict = 'delivered' | 'retry' | 'gone' | 'refused';

/** What is read of a response. */
interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** One request as a wire wants it. */
export interface WireRequest {
  readonly url: string;
  /** Goes as JSON. */
  readonly body: object;
  readonly init: { readonly headers: Readonly<Record<string, string>>; readonly credentials: 'omit' | 'include' };
  /** Sent ahead, as the page goes, it goes by `fetch` all the same. */
  readonly isPlain?: boolean;
  /** Sends it another way than by `fetch`, which `go` calls; `leaving`: the page goes. */
  send?(go: () => Promise<Answer>, body: string, leaving: boolean | undefined): Promise<Answer>;
  /** Reads the reply, whatever became of the request, and may add to it. */
  read?(reply: Reply): Reply;
}

/** The text of a request with another playhead, in seconds, and another time, in UTC milliseconds. Runs no loop. */
export type Stamp = (playhead: number, ts: number) => string;

/** How events reach a service: addresses, bodies, and what replies mean. Only the offline store needs the last two. */
export interface Wire {
  /** Names the wire and where it leads to; the offline store keeps it with the events. */
  readonly address: string;
  /** The first parameter that every session needs and that is not there. */
  lacks(params: object | undefined): string | undefined;
  /** A promise while an opening has to wait for another one; asked again when it is kept. */
  turn?(): Promise<unknown> | undefined;
  /** The request that opens a session. */
  open(first: object): WireRequest;
  /** The request for an event of an open session. */
  carry(event: object, id: string): WireRequest;
  /** Cuts the text of a request for an event, so that playhead and time can be replaced without serialising it again. */
  stamp?(text: string): Stamp;
  /** The id of the session that a reply to an opening gives. */
  sessionFrom(reply: Reply): string | undefined;
  /** What is wrong when it gives none. */
  readonly unreadable?: string;
  /** What became of a request; `opens`: of one that opens a session. */
  verdict(reply: Reply, opens?: boolean): Verdict;
  /** The request for a whole session of downloaded content. */
  batch?(events: readonly object[]): WireRequest;
  /** The wire of a stored address, if it is of this kind. */
  at?(address: string): Wire | undefined;
}

/** What is read of a request: a `Request` has it, and so has what is cheaper to make. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  /** Whole, or as it comes. */
  readonly body: Request['body'] | Uint8Array;
}

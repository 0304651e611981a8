/** What is read of a request: a `Request` has it, and so has what is cheaper to make. */
export interface RequestLike {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  /**
   * Whole, as it comes, or a function that reads it once the call is known to be one that has a body. `take` is called with each part, and
   * throws when the rest need not be read.
   */
  readonly body: Request['body'] | Uint8Array | ((take: (chunk: Uint8Array) => void) => Promise<Uint8Array>);
  /** The address of the client, where the server knows it. */
  readonly address?: string;
}

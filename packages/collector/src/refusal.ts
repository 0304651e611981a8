/** A call that is not taken: the status of its answer, the sentence that says why, and further headers of the answer. */
export class Refusal extends Error {
  /** HTTP status, 400 or above. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

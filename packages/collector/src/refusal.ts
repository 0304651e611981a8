import type { Answer } from './answer';

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

/** A refusal that is answered in the form of another API. */
export class AnsweredRefusal extends Refusal {
  readonly answer: Answer;

  constructor(status: number, message: string, answer: Answer) {
    super(status, message);
    this.answer = answer;
  }
}

/** A call that may be tried again later, in so many seconds. */
export const refuseForNow = (message: string, status: 429 | 503 = 503, seconds = 5): Refusal =>
  new Refusal(status, message, { 'Retry-After': String(seconds) });

/** A client that went away before its body was complete; nobody reads the answer. */
export class Gone extends Refusal {
  constructor() {
    super(400, 'The body broke off.');
  }
}

/** A page of a browser, whoever drives it. */
export interface Tab {
  /** Runs a function there; it must not lean on anything around it. */
  evaluate<Result>(run: () => Result | Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** A browser that was started for these tests. */
export interface Running {
  /** Name and version. */
  readonly version: string;
  open(url: string): Promise<Tab>;
  close(): Promise<void>;
}

/** A browser of another make. */
export interface Engine {
  readonly name: string;
  /** Why it cannot be started: what is not installed. */
  readonly missing?: string;
  launch(): Promise<Running>;
}

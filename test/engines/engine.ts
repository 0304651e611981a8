/** The players that other engines are tried with. */
export type EnginePlayer = 'html5' | 'hlsjs' | 'shaka' | 'dashjs';

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
  /** What its pages need to be driven. */
  readonly script?: string;
  open(url: string): Promise<Tab>;
  close(): Promise<void>;
}

/** A browser of another make. */
export interface Engine {
  readonly name: string;
  /** Why it cannot be started: what is not installed. */
  readonly missing?: string;
  /** The players that run there; without them a plain element and hls.js. */
  readonly players?: readonly EnginePlayer[];
  /** It gets the builds for older engines. */
  readonly isOld?: true;
  /** How the names of files end that it plays; mp4 without it. */
  readonly plays?: 'mp4' | 'webm';
  launch(): Promise<Running>;
}

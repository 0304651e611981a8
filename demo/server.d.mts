import type { MemoryStore } from '@media-collection/collector';

/** Where the demo listens; 0 takes any free port. */
export interface DemoOptions {
  port?: number;
  collectorPort?: number;
}

/** A demo that listens. */
export interface Demo {
  /** The address of the page, with a slash at the end. */
  url: string;
  collectorUrl: string;
  /** What the collector has accepted. */
  store: MemoryStore;
  close(): Promise<void>;
}

/** Serves the demo page and a collector with its store in memory, both on the loopback address. */
export function startDemo(options?: DemoOptions): Promise<Demo>;

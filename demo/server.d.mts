import type { MemoryStore } from '@media-collection/collector';

/** Where the demo listens; 0 takes any free port, and `host` is the loopback address unless it is given. */
export interface DemoOptions {
  host?: string;
  port?: number;
  collectorPort?: number;
}

/** A demo that listens. */
export interface Demo {
  /** The address of the page, with a slash at the end. */
  url: string;
  /** Every address under which it can be reached. */
  urls: string[];
  collectorUrl: string;
  /** What the collector has accepted. */
  store: MemoryStore;
  close(): Promise<void>;
}

/** Serves the demo page and a collector with its store in memory, both on the loopback address unless a host is given. */
export function startDemo(options?: DemoOptions): Promise<Demo>;

/** One server, which can be killed and started again with what it has stored. */
export interface NatsNode {
  readonly url: string;
  readonly port: number;
  start(): Promise<void>;
  /** SIGKILL: nothing is written any more. */
  kill(): Promise<void>;
  /** Whether it has caught up with the other servers. */
  isHealthy(): Promise<boolean>;
  /** Its process; undefined while it does not run. */
  readonly pid: number | undefined;
  /** What it has logged. */
  log(): string;
}

/** Servers of their own, on loopback, in a folder of their own. */
export interface Nats {
  readonly nodes: readonly NatsNode[];
  /** The addresses of all of them. */
  readonly url: string;
  /** Ends the servers and deletes what they stored. */
  stop(): Promise<void>;
}

/** The server's program; on Debian, as root, it is installed when it is missing. Throws a sentence when there is none. */
export function findNatsServer(): string;

/** Ports that are free; they are found together, so that they differ. */
export function freePorts(count: number): Promise<number[]>;

/** Starts so many servers; `more`: lines for the configuration of each. With `isStarted` false they are only prepared. */
export function startNats(count?: number, more?: string, isStarted?: boolean): Promise<Nats>;

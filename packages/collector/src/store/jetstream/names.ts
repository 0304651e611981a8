/** The names of what belongs to one collector in a NATS system; several collectors may share the system under different names. */
export interface Names {
  readonly stream: (shard: number) => string;
  /** The subjects of a stream. */
  readonly subjects: (shard: number) => string;
  readonly subject: (shard: number, sid: string) => string;
  /** The session that a subject belongs to. */
  readonly sidOf: (subject: string) => string;
  /** The bucket with what all processes agree on: the number of shards, the limits, the secret. */
  readonly cluster: string;
  /** The bucket with the marks of sessions. */
  readonly marks: string;
  /** The bucket with the sessions that take no more events. */
  readonly tombstones: string;
  /** The bucket with the reports of sessions that are over. */
  readonly reports: string;
  /** The bucket with how far each worker has come. */
  readonly progress: string;
  /** Where edges publish the calls that they refused. */
  readonly refused: string;
}

/** The "session" of messages that concern all sessions of a shard. */
export const ALL = '_all';

/** Makes the {@link Names}; throws a `TypeError` for a name that NATS does not take. */
export function createNames(name: string): Names {
  if (!/^[\w-]{1,40}$/.test(name)) throw new TypeError(`A name takes letters, digits, _ and -, at most 40, got "${name}".`);
  return {
    stream: (shard) => `${name}-${shard}`,
    subjects: (shard) => `${name}.${shard}.*`,
    subject: (shard, sid) => `${name}.${shard}.${sid}`,
    sidOf: (subject) => subject.slice(subject.lastIndexOf('.') + 1),
    cluster: `${name}-cluster`,
    marks: `${name}-marks`,
    tombstones: `${name}-tombstones`,
    reports: `${name}-reports`,
    progress: `${name}-progress`,
    refused: `${name}-refused`,
  };
}

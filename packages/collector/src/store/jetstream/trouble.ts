import type { NatsConnection } from '@nats-io/transport-node';

/** Something that waiting does not mend: a person has to change it. */
export class FinalTrouble extends Error {
  override readonly name: string = 'FinalTrouble';
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error));

/** All that an error and its causes say. */
const wordsOf = (error: unknown): string => {
  const words: string[] = [];
  for (let each = error; each instanceof Error; each = each.cause)
    words.push(each.name, each.message, String(Object(each).code ?? ''));
  return words.join(' ');
};

/** The addresses without their passwords. */
export const shown = (servers: string): string => servers.replaceAll(/\/\/[^@,/]*@/g, '//');

/** Says why no connection came about; a {@link FinalTrouble} when another attempt would end as this one. */
export function connectTrouble(servers: string, error: unknown): Error {
  const where = shown(servers);
  const words = wordsOf(error);
  if (/Authorization|authorization violation|Authentication/i.test(words))
    return new FinalTrouble(
      `The NATS server at ${where} refuses these credentials: pass others, as nats://user:password@host, nats://token@host, or in a file of credentials.`,
    );
  if (/tls|certificate|self.signed/i.test(words))
    return new Error(
      `No secure connection to the NATS server at ${where} comes about (${reasonOf(error)}): check tls:// and the certificates.`,
    );
  return new Error(
    `No NATS server answers at ${where} (${reasonOf(error)}): start it, or correct the address; the collector tries again until one answers.`,
  );
}

/** The oldest server that has what is needed: reading a message by its place from any replica, and consumers that are named. */
const OLDEST = [2, 9, 0] as const;

/** Throws a {@link FinalTrouble} for a server that lacks what is needed. */
export function assertServer({ info }: Pick<NatsConnection, 'info'>, servers: string): void {
  const version = info?.version ?? '0';
  const numbers = version.split(/[.-]/).map(Number);
  const place = OLDEST.findIndex((least, index) => least !== (numbers[index] ?? 0));
  if (place >= 0 && (numbers[place] ?? 0) < OLDEST[place]!)
    throw new FinalTrouble(
      `The NATS server at ${shown(servers)} is ${version}, which is too old: it must be ${OLDEST.join('.')} or newer.`,
    );
  if (!info?.jetstream)
    throw new FinalTrouble(
      `The NATS server at ${shown(servers)} has JetStream switched off: start it with -js, or with jetstream {} in its configuration.`,
    );
}

/** Says why JetStream cannot be used yet. */
export const setupTrouble = (servers: string, error: unknown): Error =>
  error instanceof FinalTrouble
    ? error
    : new Error(`JetStream at ${shown(servers)} is not ready (${reasonOf(error)}); the collector tries again until it is.`);

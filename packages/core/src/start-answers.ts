import { contentOf } from './answers';
import type { Clock } from './clock';
import { createGuard, describe, isPromise, type Guard } from './guard';
import type { TrackerOptions } from './options';
import type { Action } from './session/input';
import type { Guess } from './session/intent';
import { MAX_STARTS } from './session/pending';
import { show } from './show';

/** A session start waits so long for promised answers where it can go without them (design, section 5). */
const PATIENCE_MS = 1_000;

/** A question about the content of a start. */
export interface Question {
  readonly id: number;
  readonly given: Action | undefined;
  /** What the player knows now. */
  readonly guess: Guess<'sessionStart'>;
}

/** Asks the page about the content of starts. */
export interface PageAnswers {
  /** Calls `done` once with everything that is known of the content; null when the page does not want it tracked. */
  ask(question: Question, done: (answer: Guess | null) => void): void;
  /** Goes without what is promised, wherever that can be. */
  hurry(): void;
}

/**
 * Makes what asks the page: `params` once for a start, `media` each time. Promised answers are waited for; after 1 s the start goes
 * without them, if the identity and the id of the content are known by then, else it waits on (D43, D44); what comes later
 * counts as well while the start still waits for something else, which `waits` returns.
 */
export function createPageAnswers(
  options: TrackerOptions,
  lacks: (params: object | undefined) => unknown,
  clock: Clock,
  guard: Guard,
  warn: (sentence: string) => void,
  waits: (id: number) => boolean,
): PageAnswers {
  /** What `params` was answered last: the identity of the visitor does not change with the content. */
  let known: unknown;
  /** The answers about params, and the last ones about media, by start. */
  const asked = new Map<number, unknown>();
  const mediaAnswers = new Map<number, unknown>();
  /** The latest question about each start. */
  const latest = new Map<number, object>();
  /** What ends the wait of those that wait for a promise; and what gives another wait to those that have waited long enough. */
  const waiting = new Map<number, () => void>();
  const impatient = new Map<number, () => void>();

  const call = (name: 'params' | 'media', guess?: Guess<'sessionStart'>): unknown => {
    const option = options[name] as unknown;
    return typeof option === 'function' ? guard(`${name}()`, () => (option as (guess: unknown) => unknown)(guess)) : option;
  };
  const paramsOf = (id: number): unknown => {
    if (!asked.has(id)) asked.set(id, call('params'));
    // No older start waits any more.
    for (const answers of [asked, mediaAnswers, latest, waiting, impatient]) answers.delete(id - MAX_STARTS);
    return asked.get(id);
  };
  const learn = (params: unknown): unknown => {
    if (typeof params !== 'object' || params === null) {
      if (params !== undefined) warn(`params are left out: expected an object, got ${show(params)}.`);
      return known;
    }
    known = params;
    // Their own answers may follow at once (D44).
    for (const waitAgain of impatient.values()) waitAgain();
    return params;
  };

  const ask: PageAnswers['ask'] = ({ id, given, guess }, done) => {
    const question = {};
    latest.set(id, question);
    let params: unknown;
    const awaited = new Set<'params' | 'media'>();
    let isOver = false;
    let isAnswered = false;
    let stop = (): void => {};
    const finish = (answer: Guess | null, sentences: readonly string[]): void => {
      isAnswered = true;
      isOver = !awaited.size;
      stop();
      if (latest.get(id) !== question) return;
      waiting.delete(id);
      impatient.delete(id);
      if (!waits(id)) return;
      sentences.forEach(warn);
      done(answer);
    };
    /**
     * Goes when nothing is promised any more; `early`: also before that, if the content and the identity are known. Some wires do not
     * know whether the identity is there, so the start also waits until params have resolved once, unless `isLast`: the page goes.
     */
    const settle = (early: boolean, isLast = false): void => {
      if (isOver || (awaited.size && !early)) return;
      const sentences: string[] = [];
      const collect = (sentence: string): void => void sentences.push(sentence);
      const parts = { guess, given, params: params ?? known, media: mediaAnswers.get(id) };
      const answer = contentOf(parts, options, createGuard(collect), collect);
      const { 'media.id': mediaId } = (answer?.params ?? {}) as Record<string, unknown>;
      const isKnown = isLast || known !== undefined || !awaited.has('params');
      if (awaited.size && answer && !(isKnown && mediaId && !lacks(answer.params))) return;
      if (awaited.has('media') && !mediaAnswers.has(id) && !isLast)
        collect('media are pending: a session that starts before their promise resolves goes without them.');
      finish(answer, sentences);
    };
    const retry = (): void => settle(true, true);
    const wait = (): void => {
      impatient.delete(id);
      stop();
      stop = clock.after(PATIENCE_MS, () => {
        settle(true);
        if (isAnswered || latest.get(id) !== question) return;
        impatient.set(id, wait);
        warn(`${[...awaited].join(' and ')} are pending: nothing is sent until their promise resolves.`);
      });
    };
    const take = (name: 'params' | 'media', value: unknown): void => {
      const settled = (answer: unknown): void => {
        if (name === 'params') params = learn(answer);
        // Asked again, the page may have no answer; one that it gave counts, until a later question has its own.
        else if (answer !== undefined && (latest.get(id) === question || !mediaAnswers.has(id))) mediaAnswers.set(id, answer);
      };
      if (!isPromise(value)) return settled(value);
      awaited.add(name);
      Promise.resolve(value)
        .then(settled, (error: unknown) => {
          warn(`${name} are missing: their promise was rejected: ${describe(error)}`);
          settled(undefined);
        })
        .then(() => {
          awaited.delete(name);
          settle(false);
        });
    };
    take('params', paramsOf(id));
    take('media', call('media', guess));
    settle(false);
    if (isAnswered) return;
    waiting.set(id, retry);
    wait();
  };
  return { ask, hurry: () => waiting.forEach((retry) => retry()) };
}

import { createTracker, type Consent, type MediaEvent, type Tracker } from '@media-collection/core';
import { createManualClock, createRecorder, type ManualClock } from '@media-collection/core/testing';
import { vi } from 'vitest';
import type { Answer, Story } from './moves';
import { EPOCH } from './world';

/** A question to the page: when it was asked, and when it was answered, if it was; on a clock that never jumps. */
export interface Asked {
  readonly at: number;
  readonly came: number;
}

/** A page with a tracker, whose service takes everything. */
export interface Page {
  readonly clock: ManualClock;
  readonly tracker: Tracker;
  /** Milliseconds since the beginning, without the time in which the machine or the page slept. */
  now(): number;
  /** The wall clock goes on; timers and media stand. */
  sleep(ms: number): void;
  /** When the next promise is to be kept. */
  readonly nextPromise: number;
  /** Keeps the promises that are due, and lets happen what follows from them. */
  keep(): Promise<void>;
  leave(): void;
  back(): void;
  consent: Consent;
  /** What was made, session by session; what arrived; what was lost, and why. */
  readonly sessions: readonly (readonly MediaEvent[])[];
  readonly arrived: readonly MediaEvent[];
  readonly lost: readonly (readonly [event: MediaEvent, reason: string])[];
  readonly warnings: readonly string[];
  readonly params: readonly Asked[];
  readonly media: readonly (Asked & { readonly content: number })[];
}

const identity = {
  'analytics.trackingServer': 'acme.sc.omtrdc.net',
  'analytics.reportSuite': 'acme',
  'visitor.marketingCloudOrgId': 'ACME@AdobeOrg',
  'media.channel': 'faults',
  'media.playerName': 'faults',
};

/** Opens a page that answers as the story says; `isPlain`: it promises nothing. */
export function openPage(story: Story, isPlain: boolean, contentNow: () => number, playhead: () => number): Page {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
  const clock = createManualClock(EPOCH);
  const recorder = createRecorder();
  const sessions: MediaEvent[][] = [];
  const lost: [MediaEvent, string][] = [];
  const warnings: string[] = [];
  const params: { at: number; came: number }[] = [];
  const media: { content: number; at: number; came: number }[] = [];
  let consent: Consent = 'in';
  let slept = EPOCH;
  let promises: { readonly due: number; readonly keep: () => void }[] = [];
  const now = (): number => clock.now() - slept;
  const shows = (isHidden: boolean): void => {
    document.hidden = isHidden;
    document.dispatchEvent(new Event('visibilitychange'));
  };

  const answer = <T>({ after, fault }: Answer = {}, value: T, asked: { came: number }): T | Promise<T> => {
    if (isPlain || after === undefined) {
      asked.came = now();
      return value;
    }
    return new Promise((resolve, reject) => {
      if (fault === 'never') return;
      const keep = (): void => {
        if (fault === 'rejected') return reject(new Error('no answer'));
        asked.came = now();
        resolve(value);
      };
      promises.push({ due: now() + after, keep });
    });
  };

  const page: Page = {
    clock,
    now,
    sleep: (ms) => {
      slept += ms;
      clock.set(clock.now() + ms);
    },
    get nextPromise() {
      return Math.min(...promises.map(({ due }) => due));
    },
    keep: async () => {
      const due = promises.filter((one) => one.due <= now());
      promises = promises.filter((one) => one.due > now());
      for (const one of due) one.keep();
      for (let turn = 0; due.length && turn < 10; turn++) await Promise.resolve();
      await recorder.settled();
    },
    leave: () => {
      shows(true);
      window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    },
    back: () => {
      window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
      shows(false);
    },
    get consent() {
      return consent;
    },
    set consent(decision) {
      consent = decision;
    },
    sessions,
    arrived: recorder.events,
    lost,
    warnings,
    params,
    media,
    tracker: createTracker({
      endpoint: 'https://collector.example/',
      clock,
      fetch: recorder.fetch,
      playhead,
      prerollWait: story.prerollWait,
      params: () => {
        const number = params.push({ at: now(), came: Infinity }) - 1;
        const value = { ...identity, 'visitor.marketingCloudUserId': `user-${number}` };
        return answer(story.params[number], value, params[number]!);
      },
      media: () => {
        const content = contentNow();
        const told = { params: { 'media.id': `content-${content}` }, customMetadata: { film: `film-${content}` } };
        const asked = { content, at: now(), came: Infinity };
        media.push(asked);
        return answer(story.media[content - 1], told, asked);
      },
      ...(story.asksConsent && { consent: () => consent }),
      onEvent: (event) => {
        if (event.eventType === 'sessionStart') sessions.push([]);
        sessions.at(-1)!.push(event);
      },
      onLost: (event, reason) => lost.push([event, reason]),
      onWarning: (sentence) => warnings.push(sentence),
    }),
  };
  return page;
}

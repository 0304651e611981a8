import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watchPage, type Page } from '../../src/page/lifecycle';

const calls: string[] = [];
const page: Page = {
  leave: () => calls.push('leave'),
  leaveAgain: () => calls.push('leaveAgain'),
  hide: () => calls.push('hide'),
  wake: () => calls.push('wake'),
};

beforeEach(() => void calls.splice(0));
afterEach(() => void vi.unstubAllGlobals());

/** A page as a browser has it. */
function stubPage() {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
  return { window, document };
}

describe('a page that is watched', () => {
  test.each([
    ['pagehide', ['leave', 'leaveAgain']],
    ['online', ['wake']],
    ['pageshow', ['wake']],
  ])('%s means %j', (type, means) => {
    const { window } = stubPage();
    watchPage(page, new AbortController().signal);
    window.dispatchEvent(new Event(type));
    expect(calls).toEqual(means);
  });

  test('is hidden when it is not seen, and wakes when it is seen again', () => {
    const { document } = stubPage();
    watchPage(page, new AbortController().signal);
    for (const hidden of [true, false]) {
      document.hidden = hidden;
      document.dispatchEvent(new Event('visibilitychange'));
    }
    expect(calls).toEqual(['hide', 'wake']);
  });

  test('is not left by what keeps it out of the back/forward cache', () => {
    const { window, document } = stubPage();
    watchPage(page, new AbortController().signal);
    for (const type of ['beforeunload', 'unload', 'offline', 'freeze']) {
      window.dispatchEvent(new Event(type));
      document.dispatchEvent(new Event(type));
    }
    expect(calls).toEqual([]);
  });

  test('is let go with the signal', () => {
    const { window, document } = stubPage();
    const stop = new AbortController();
    watchPage(page, stop.signal);
    stop.abort();
    for (const type of ['pagehide', 'online']) window.dispatchEvent(new Event(type));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(calls).toEqual([]);
  });
});

test('where there is no page, nothing is watched', () => {
  expect(() => watchPage(page, new AbortController().signal)).not.toThrow();
});

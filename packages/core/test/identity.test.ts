import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { appInstallationId, ecidFromAlloy, ecidFromVisitor, forgetAppInstallationId } from '../src/identity';
import { createFakeAdapter, params, track } from './tracking';

const ORG = '0123456789@AdobeOrg';
const ecid = { 'visitor.marketingCloudUserId': '123' };

let warn: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  vi.useFakeTimers();
  warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const oops = (): never => {
  throw new Error('oops');
};

describe('the ECID of VisitorAPI.js', () => {
  const load = (getVisitorValues: unknown) => {
    const getInstance = vi.fn(() => ({ getVisitorValues }));
    vi.stubGlobal('Visitor', { getInstance });
    return getInstance;
  };

  test.each([
    [
      { MCMID: '123', MCAAMLH: 7 },
      { ...ecid, 'visitor.aamLocationHint': 7 },
    ],
    [
      { MCMID: '123', MCAAMLH: '7' },
      { ...ecid, 'visitor.aamLocationHint': 7 },
    ],
    [{ MCMID: '123', MCAAMLH: '' }, ecid],
    [{ MCMID: '', MCAAMLH: undefined }, {}],
    [{ MCMID: 123, MCAAMLH: null }, {}],
    [{}, {}],
  ])('%j becomes %j', async (values, expected) => {
    const ask = vi.fn((callback: (values: object) => void, _fields: string[]) => callback(values));
    const getInstance = load(ask);
    expect(await ecidFromVisitor(ORG)).toEqual(expected);
    expect([getInstance.mock.calls, ask.mock.calls[0]![1]]).toEqual([[[ORG]], ['MCMID', 'MCAAMLH']]);
  });

  test.each([
    ['there is no such script', () => undefined],
    ['another script has its name', () => vi.stubGlobal('Visitor', {})],
    ['it throws', () => load(oops)],
    ['it answers nothing', () => load((callback: (values: unknown) => void) => callback(undefined))],
  ])('is not known when %s', async (_, set) => {
    set();
    const answer = ecidFromVisitor(ORG);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await answer).toEqual({});
  });

  test('is waited for so long, and no longer', async () => {
    let answer!: (values: object) => void;
    load((callback: typeof answer) => (answer = callback));
    const [late, timely] = [ecidFromVisitor(ORG), ecidFromVisitor(ORG)];
    await vi.advanceTimersByTimeAsync(2_999);
    answer({ MCMID: '123' });
    await vi.advanceTimersByTimeAsync(1);
    expect([await late, await timely]).toEqual([{}, ecid]);
    expect(warn.mock.calls).toEqual([[expect.stringContaining('Visitor did not respond within 3 s')]]);
  });

  test('is asked of a script that comes to the page up to 3 s later', async () => {
    const answer = ecidFromVisitor(ORG);
    await vi.advanceTimersByTimeAsync(2_500);
    load((callback: (values: object) => void) => callback({ MCMID: '123' }));
    await vi.advanceTimersByTimeAsync(200);
    expect([await answer, warn.mock.calls]).toEqual([ecid, []]);
  });

  test('is asked of a script that fills an object of the page later', async () => {
    vi.stubGlobal('Visitor', {});
    const answer = ecidFromVisitor(ORG);
    await vi.advanceTimersByTimeAsync(500);
    load((callback: (values: object) => void) => callback({ MCMID: '123' }));
    await vi.advanceTimersByTimeAsync(200);
    expect([await answer, warn.mock.calls]).toEqual([ecid, []]);
  });

  test('is given up with one warning when the script does not come', async () => {
    const answer = ecidFromVisitor(ORG);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await answer).toEqual({});
    expect(warn.mock.calls).toEqual([[expect.stringContaining('Visitor was not on the page within 3 s')]]);
  });
});

describe('the ECID of the Web SDK', () => {
  test('is asked whatever stands for its options', async () => {
    vi.stubGlobal('alloy', () => Promise.resolve({ identity: { ECID: '123' } }));
    expect(await ecidFromAlloy('alloy', null as never)).toEqual(ecid);
  });

  test.each([
    [
      { identity: { ECID: '123' }, edge: { regionId: 7 } },
      { ...ecid, 'visitor.aamLocationHint': 7 },
    ],
    [{ identity: { ECID: '123' }, edge: {} }, ecid],
    [{ identity: { ECID: '123' } }, ecid],
    [{}, {}],
    [undefined, {}],
  ])('%j becomes %j', async (answer, expected) => {
    const alloy = vi.fn().mockResolvedValue(answer);
    vi.stubGlobal('alloy', alloy);
    expect(await ecidFromAlloy()).toEqual(expected);
    expect(alloy.mock.calls).toEqual([['getIdentity', { namespaces: ['ECID'] }]]);
  });

  test('is that of the instance that is named', async () => {
    vi.stubGlobal('acme', () => Promise.resolve({ identity: { ECID: '123' } }));
    const none = ecidFromAlloy();
    expect(await ecidFromAlloy('acme')).toEqual(ecid);
    await vi.advanceTimersByTimeAsync(3_000);
    expect([await none, warn.mock.calls]).toEqual([{}, [[expect.stringContaining('alloy was not on the page within 3 s')]]]);
  });

  test.each([
    ['the script comes later', () => {}],
    ['an element of the page has its name', () => vi.stubGlobal('alloy', { id: 'alloy' })],
    [
      'it is not configured yet',
      () => vi.stubGlobal('alloy', () => Promise.reject(new Error('The library must be configured first.'))),
    ],
  ])('is asked again while %s', async (_, set) => {
    set();
    for (const options of [{}, { waitForConsent: true }]) {
      set();
      const answer = ecidFromAlloy('alloy', options);
      await vi.advanceTimersByTimeAsync(1_900);
      vi.stubGlobal('alloy', () => Promise.resolve({ identity: { ECID: '123' } }));
      await vi.advanceTimersByTimeAsync(200);
      expect([await answer, warn.mock.calls]).toEqual([ecid, []]);
    }
  });

  test('has 3 s from when the script is there', async () => {
    const answer = ecidFromAlloy();
    await vi.advanceTimersByTimeAsync(2_800);
    vi.stubGlobal('alloy', () => new Promise((resolve) => setTimeout(() => resolve({ identity: { ECID: '123' } }), 2_000)));
    await vi.advanceTimersByTimeAsync(2_500);
    expect([await answer, warn.mock.calls]).toEqual([ecid, []]);
  });

  test('is waited for as long as the consent of the Web SDK is pending, where the page asks for that', async () => {
    let answer!: (result: object) => void;
    vi.stubGlobal('alloy', () => new Promise((resolve) => (answer = resolve)));
    const patient = ecidFromAlloy('alloy', { waitForConsent: true });
    await vi.advanceTimersByTimeAsync(600_000);
    answer({ identity: { ECID: '123' } });
    expect([await patient, warn.mock.calls]).toEqual([ecid, []]);
  });

  test('is not waited for in a script that never comes, also where the page waits for consent', async () => {
    const answer = ecidFromAlloy('alloy', { waitForConsent: true });
    await vi.advanceTimersByTimeAsync(3_000);
    expect([await answer, warn.mock.calls.length]).toEqual([{}, 1]);
  });

  test.each([
    ['it is declined', () => Promise.reject(new Error('declined'))],
    ['it throws', oops],
  ])('is not known when %s', async (_, alloy) => {
    vi.stubGlobal('alloy', alloy);
    expect(await ecidFromAlloy()).toEqual({});
  });

  test('is not waited for longer than 3 s, for its stub waits for ever where the script is blocked', async () => {
    vi.stubGlobal('alloy', () => new Promise(() => {}));
    const answer = ecidFromAlloy();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await answer).toEqual({});
  });
});

test('an ECID that comes late rides on the sessionStart, and no event loses its time', async () => {
  let answer!: (result: object) => void;
  vi.stubGlobal('alloy', () => new Promise((resolve) => (answer = resolve)));
  const { clock, recorder, tracker } = track({ params: async () => ({ ...params, ...(await ecidFromAlloy()) }) });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  clock.advance(800);
  answer({ identity: { ECID: '123' } });
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  expect(recorder.events[0]).toMatchObject({ params: ecid, playerTime: { ts: 1_760_000_000_000 } });
});

describe('the id of an installation', () => {
  const store = () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('window', {});
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    });
    return kept;
  };
  afterEach(() => forgetAppInstallationId());
  const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  test('is random, and stays the same', () => {
    const kept = store();
    const { appInstallationId: id } = appInstallationId();
    expect(id).toMatch(UUID);
    expect([...kept]).toEqual([['media-collection.appInstallationId', id]]);
    expect(appInstallationId()).toEqual({ appInstallationId: id });
    expect(appInstallationId('another key')).not.toEqual({ appInstallationId: id });
  });

  test('outlives the page', () => {
    store().set('media-collection.appInstallationId', 'kept-from-before');
    expect(appInstallationId()).toEqual({ appInstallationId: 'kept-from-before' });
  });

  test.each(['', 'short', '<img src=x onerror=alert(1)>', 'x'.repeat(65)])('is made anew where storage holds %j', (odd) => {
    const kept = store();
    kept.set('media-collection.appInstallationId', odd);
    expect(appInstallationId().appInstallationId).toMatch(UUID);
    expect(kept.get('media-collection.appInstallationId')).toMatch(UUID);
  });

  test('that is forgotten is another one next time', () => {
    const kept = store();
    const before = appInstallationId();
    forgetAppInstallationId();
    expect(kept.size).toBe(0);
    const after = appInstallationId();
    expect(after).not.toEqual(before);
    // Another tab forgets it.
    kept.clear();
    expect(appInstallationId()).not.toEqual(after);
  });

  test('lasts as long as the page where storage is refused', () => {
    vi.stubGlobal('window', {});
    vi.stubGlobal('localStorage', { getItem: oops, setItem: oops, removeItem: oops });
    const { appInstallationId: id } = appInstallationId();
    expect(id).toMatch(UUID);
    expect(appInstallationId()).toEqual({ appInstallationId: id });
    forgetAppInstallationId();
    expect(appInstallationId()).not.toEqual({ appInstallationId: id });
  });

  test('is random where there is no crypto', () => {
    store();
    vi.stubGlobal('crypto', undefined);
    const { appInstallationId: id } = appInstallationId();
    expect(id).toMatch(UUID);
    forgetAppInstallationId();
    expect(appInstallationId().appInstallationId).not.toBe(id);
  });

  test('is none on a server, where all visitors would share it', () => {
    expect(appInstallationId()).toEqual({});
  });
});

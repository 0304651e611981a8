import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTracker } from '../../src/index';
import { edge, type EdgeOptions } from '../../src/edge';
import { driveEdge, opened, type Answer, type Asked } from '../../../../test/conformance/edge';
import type { Step } from '../../../../test/conformance/drive';

const film = { 'media.id': 'film-17', 'media.name': 'A Film', 'media.length': 600, 'media.contentType': 'vod' };
const start: Step = [0, 'track', 'sessionStart', film];
const viewing: readonly Step[] = [start, [0, 'track', 'play'], [0, 'run', { from: 0, seconds: 60 }]];
const ID = 'a'.repeat(64);

/** Answers each type from its own list, then as the service does. */
const answers =
  (lists: Record<string, Answer[]> = {}) =>
  ({ type }: Asked): Answer =>
    lists[type]?.shift() ?? (type === 'sessionStart' ? opened(ID) : { status: 204 });
const problem = (status: number, code: string, report: object, title = 'Bad'): Answer => ({
  status,
  body: { type: `https://ns.adobe.com/aep/errors/${code}`, status, title, report },
});

describe('an option that is wrong is a TypeError that says what was expected', () => {
  test.each<[string, unknown]>([
    ['datastreamId', {}],
    ['datastreamId', undefined],
    ['datastreamId', { datastreamId: '' }],
    ['datastreamId', { datastreamId: 5 }],
    ['endpoint', { datastreamId: 'd', endpoint: 'http://edge.example' }],
    ['endpoint', { datastreamId: 'd', endpoint: 'edge.adobedc.net' }],
    ['orgId', { datastreamId: 'd', orgId: 'ACME' }],
    ['orgId', { datastreamId: 'd', orgId: '@AdobeOrg' }],
    ['identityMap', { datastreamId: 'd', identityMap: { FPID: 'x' } }],
    ['basePath', { datastreamId: 'd', basePath: 'a b' }],
    ['endpoint', { datastreamId: 'd', endpoint: new URL('https://edge.example') }],
    ['orgId', { datastreamId: 'd', orgId: ['ACME@AdobeOrg'] }],
    ['basePath', { datastreamId: 'd', basePath: ['ee'] }],
  ])('%s', (name, options) => {
    expect(() => edge(options as EdgeOptions)).toThrow(new RegExp(`^media-collection: ${name}: expected `));
  });

  test('endpoint beside wire', () => {
    const both = { wire: edge({ datastreamId: 'd' }), endpoint: 'https://acme.example' };
    expect(() => createTracker(both as never)).toThrow(/^media-collection: endpoint: expected none beside wire/);
  });

  test('a wire that is none', () => {
    expect(() => createTracker({ wire: {} } as never)).toThrow(/^media-collection: wire: expected what edge\(\)/);
  });
});

describe('a request', () => {
  test('is text/plain, so that no preflight precedes it, and names its datastream', async () => {
    const { requests } = await driveEdge(viewing, 30_000);
    expect(new Set(requests.map(({ headers }) => JSON.stringify(headers)))).toEqual(
      new Set(['{"Content-Type":"text/plain; charset=UTF-8"}']),
    );
    expect(new Set(requests.map(({ search }) => search))).toEqual(new Set(['?configId=12345-example']));
  });

  test('is sent where there is no Request, as in jsdom', async () => {
    const known = { datastreamId: 'd', identityMap: { FPID: [{ id: 'viewer' }] } };
    const types = async () => (await driveEdge(viewing, 30_000, {}, answers(), known)).requests.map(({ type }) => type);
    const all = await types();
    vi.stubGlobal('Request', undefined);
    const sent = await types().finally(() => vi.unstubAllGlobals());
    expect(all.length).toBeGreaterThan(3);
    expect(sent).toEqual(all);
  });

  test('goes to an edge domain and a path of the site', async () => {
    const { requests } = await driveEdge([start], 0, {}, answers(), {
      datastreamId: 'd e',
      endpoint: 'https://data.acme.example/',
      basePath: '/ee-pre-prd/',
    });
    expect([requests[0]!.path, requests[0]!.search]).toEqual(['/ee-pre-prd/va/v1/sessionStart', '?configId=d%20e']);
  });

  test('carries whole numbers, text for authorized, and the source of an error in one of two words', async () => {
    const { requests, warnings } = await driveEdge(
      [
        [0, 'track', 'sessionStart', { ...film, 'media.length': 600.9, 'media.pass.auth': 'true' }],
        [0, 'playhead', 7.9],
        [1_000, 'track', 'error', { 'media.qoe.errorID': 'e', 'media.qoe.errorSource': 'our own' }],
        [1_000, 'track', 'stateStart', { 'media.state.name': 'mute' }],
      ],
      20_000,
      { prerollWait: 0 },
    );
    const media = (type: string): Record<string, unknown> =>
      requests.find((asked) => asked.type === type)!.body.events[0].xdm.mediaCollection;
    expect(media('sessionStart')['sessionDetails']).toMatchObject({ length: 600, authorized: 'true' });
    expect(media('error')).toMatchObject({ playhead: 7, errorDetails: { name: 'e', source: 'player' } });
    expect(media('statesUpdate')).toMatchObject({ statesStart: [{ name: 'mute' }] });
    expect(warnings).toEqual([]);
  });

  test('leaves out what the wire does not carry, with one warning for each key', async () => {
    const params = { 'media.channel': 'c', 'media.playerName': 'p', 'analytics.reportSuite': 'acme', 'media.nobody': 'x' };
    const { requests, warnings } = await driveEdge(
      [start, [5_000, 'track', 'sessionEnd'], [6_000, 'track', 'sessionStart', film]],
      7_000,
      { params },
    );
    expect(requests.filter(({ type }) => type === 'sessionStart')).toHaveLength(2);
    expect(JSON.stringify(requests)).not.toMatch(/reportSuite|nobody/);
    expect(warnings.map((sentence) => sentence.split(' ')[0])).toEqual(['analytics.reportSuite', 'media.nobody']);
  });
});

describe('what is tried again', () => {
  test.each([0, 408, 429, 502, 503, 504, 507])('%i', async (status) => {
    let isFirst = true;
    const { requests, lost } = await driveEdge([start, [0, 'track', 'play']], 90_000, { prerollWait: 0 }, (asked) => {
      if (asked.type !== 'play' || !isFirst) return answers()(asked);
      isFirst = false;
      if (!status) throw new TypeError('no network');
      return { status };
    });
    const plays = requests.filter(
      ({ type, body }) => type === 'play' && body.events[0].xdm.timestamp === '2025-10-09T08:53:20.001Z',
    );
    expect([plays.length, lost]).toEqual([2, []]);
  });

  test.each([400, 401, 403, 409, 413, 415, 422, 500, 501])('not %i, which is final', async (status) => {
    const { requests, lost } = await driveEdge(
      [start, [0, 'track', 'play']],
      90_000,
      { prerollWait: 0 },
      answers({ play: [{ status }] }),
    );
    expect(requests.slice(0, 3).map(({ type }) => type)).toEqual(['sessionStart', 'play', 'play']);
    expect(lost.map(([type, reason]) => `${type} ${reason}`)).toEqual(['play refused']);
  });
});

describe('what Adobe’s interface must say: one warning names the setting, and every event is lost with it', () => {
  const details = [{ name: '$.xdm.mediaCollection.sessionDetails.channel', reason: 'Missing required field' }];
  test.each<[string, Answer, RegExp]>([
    ['Media Analytics is off', { status: 200, body: { handle: [] } }, /Media Analytics/],
    ['an empty reply', { status: 200, body: {} }, /Media Analytics/],
    [
      'the schema lacks the field',
      { status: 207, body: { errors: [{ type: 'va-edge-0400-400', report: { details } }] } },
      /channel.*schema/,
    ],
    ['the datastream is unknown', problem(400, 'EXEG-0003-400', { message: 'Invalid datastream ID' }), /datastreamId/],
    ['consent is refused', problem(403, 'EXEG-0400-403', { details: 'no consent' }), /Default consent/],
    [
      'consent is refused with 200',
      { status: 200, body: { warnings: [{ type: 'EXEG-0301-200', title: 'ignored due to lack of user consent' }] } },
      /Default consent/,
    ],
    ['it wants authentication', problem(401, 'EXEG-0500-401', {}), /access type/],
    ['the datastream is disabled', problem(422, 'EXEG-0013-422', { details: 'namespace' }), /Identities/],
  ])('%s', async (_, reply, wanted) => {
    const { requests, lost, warnings } = await driveEdge(
      [...viewing, [20_000, 'track', 'sessionEnd']],
      40_000,
      { prerollWait: 0 },
      answers({ sessionStart: [reply] }),
    );
    expect(requests).toHaveLength(1);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(wanted);
    expect(new Set(lost.map(([, reason, detail]) => reason + wanted.test(detail!)))).toEqual(new Set(['refusedtrue']));
    expect(lost.length).toBeGreaterThan(4);
  });
});

describe('a reply', () => {
  const handlesOf = (): object[] => (opened(ID).body as { handle: object[] }).handle;
  const handles = (...handle: object[]): Answer => ({
    status: 200,
    body: { handle: [{ type: 'media-analytics:new-session', payload: [{ sessionId: ID }] }, ...handle] },
  });
  const store = (...payload: object[]): object => ({ type: 'state:store', payload });
  const place = (hint: string): object => ({
    type: 'locationHint:result',
    payload: [{ scope: 'EdgeNetwork', hint, ttlSeconds: 1_800 }],
  });
  const identity = { key: 'kndctr_ACME_AdobeOrg_identity', value: 'CiY=', maxAge: 34_128_000 };

  test('with errors and an id opens the session all the same', async () => {
    const reply = { status: 207, body: { ...(handles().body as object), errors: [{ type: 'x', title: 'Analytics is slow' }] } };
    const { requests, lost } = await driveEdge(viewing, 15_000, {}, answers({ sessionStart: [reply] }));
    expect([requests.length > 2, lost]).toEqual([true, []]);
  });

  test.each<[string, ...object[]]>([
    ['behind others of its type', { type: 'media-analytics:new-session', payload: [] }, ...handlesOf()],
    [
      'behind what is none',
      ...[null, 5, { type: 'x', payload: [{ sessionId: 'other' }] }].map((one) => one as object),
      ...handlesOf(),
    ],
    ['in a later part of the payload', { type: 'media-analytics:new-session', payload: [null, {}, { sessionId: ID }] }],
    ['in a payload that is no list', { type: 'media-analytics:new-session', payload: { sessionId: ID } }],
  ])('may have the session id %s', async (_, ...handle) => {
    const { requests, lost } = await driveEdge(
      viewing,
      15_000,
      {},
      answers({ sessionStart: [{ status: 200, body: { handle } }] }),
    );
    expect([
      requests
        .slice(1)
        .map(({ body }) => body.events[0].xdm.mediaCollection['sessionID'])
        .every((id) => id === ID),
      lost,
    ]).toEqual([true, []]);
    expect(requests.length).toBeGreaterThan(2);
  });

  test.each<[string, object, number]>([
    ['warnings that are none', { warnings: [null, 5, 'x'] }, 0],
    ['errors that are none', { errors: [null] }, 0],
    ['details that are none', { errors: [{ title: 'bad', report: { details: [null, 5] } }] }, 1],
    ['texts that are objects', { errors: [{ title: { toString: 1 }, type: { toString: 1 } }] }, 1],
  ])('to an event may hold %s; those behind it follow', async (_, body, losses) => {
    const { requests, lost, warnings } = await driveEdge(
      [...viewing, [20_000, 'track', 'sessionEnd']],
      40_000,
      { prerollWait: 0 },
      answers({ play: [{ status: 207, body }] }),
    );
    expect(requests.at(-1)!.type).toBe('sessionEnd');
    expect([lost.length, warnings.length]).toEqual([losses, losses]);
  });

  test('may keep cookies, which go with all that follows', async () => {
    const { requests } = await driveEdge(viewing, 12_000, {}, answers({ sessionStart: [handles(store(identity))] }));
    const entries = requests.map(({ body }) => body.meta?.state.entries);
    expect(entries[0]).toBe(undefined);
    expect(new Set(entries.slice(1).map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify([{ key: identity.key, value: identity.value }])]),
    );
    expect(requests.map(({ body }) => !!body.query)).toEqual(requests.map((_, index) => !index));
  });

  test('to an event may name another place, and other cookies', async () => {
    const reply: Answer = { status: 200, body: { handle: [place('irl1'), store({ ...identity, value: 'new' })] } };
    const { requests } = await driveEdge(
      viewing,
      12_000,
      { prerollWait: 0 },
      answers({ sessionStart: [handles(place('or2'))], play: [reply] }),
    );
    expect(requests.slice(0, 3).map(({ path }) => path)).toEqual([
      '/ee/va/v1/sessionStart',
      '/ee/or2/va/v1/play',
      '/ee/irl1/va/v1/play',
    ]);
    expect(requests[2]!.body.meta?.state.entries).toEqual([{ key: identity.key, value: 'new' }]);
  });

  test('that names a place which is no word changes nothing', async () => {
    const { requests } = await driveEdge(viewing, 2_000, {}, answers({ sessionStart: [handles(place('../x?'))] }));
    expect(requests.at(-1)!.path).toBe('/ee/va/v1/play');
  });

  test('of 410 opens a new session, as 404 does', async () => {
    const { requests } = await driveEdge(
      [
        ...viewing,
        [20_000, 'track', 'chapterStart', { 'media.chapter.index': 1, 'media.chapter.offset': 20, 'media.chapter.length': 9 }],
      ],
      22_000,
      { prerollWait: 0 },
      answers({ chapterStart: [{ status: 410 }] }),
    );
    expect(requests.filter(({ type }) => type === 'sessionStart')).toHaveLength(2);
    expect(requests.filter(({ type }) => type === 'chapterStart')).toHaveLength(2);
  });
});

describe('the visitor', () => {
  const identityOf = ({ requests }: { requests: Asked[] }): unknown => requests[0]!.body.events[0].xdm['identityMap'];
  const params = { 'media.channel': 'c', 'media.playerName': 'p' };

  test('is asked for where nobody knows it', async () => {
    const run = await driveEdge([start], 0);
    expect([identityOf(run), run.requests[0]!.body.query]).toEqual([undefined, { identity: { fetch: ['ECID'] } }]);
  });

  test('is the ECID that the page knows, with the ids of its customer', async () => {
    const run = await driveEdge([start], 0, {
      params: { ...params, 'visitor.marketingCloudUserId': '123', 'visitor.customerIDs': { CRM: { id: '7', authState: 1 } } },
    });
    expect(identityOf(run)).toEqual({
      ECID: [{ id: '123', authenticatedState: 'ambiguous', primary: false }],
      CRM: [{ id: '7', authenticatedState: 'authenticated' }],
    });
    expect([run.requests[0]!.body.query, run.warnings]).toEqual([undefined, []]);
  });

  test('is the first-party id of the option', async () => {
    const identityMap = { FPID: [{ id: 'f', primary: true }] };
    const run = await driveEdge([start], 0, {}, answers(), { datastreamId: 'd', identityMap });
    expect([identityOf(run), run.requests[0]!.body.query]).toEqual([identityMap, undefined]);
  });

  test('never two requests without an identity are on their way: another player waits for the first reply', async () => {
    const identity = { type: 'state:store', payload: [{ key: 'kndctr_A_identity', value: 'v', maxAge: 99_999 }] };
    let inFlight = 0;
    let most = 0;
    const run = await driveEdge([start], 0, {}, ({ body }) => {
      most = Math.max(most, (inFlight += body.meta?.state.entries ? 0 : 1));
      void Promise.resolve().then(() => {});
      return {
        status: 200,
        after: 500,
        body: { handle: [{ type: 'media-analytics:new-session', payload: [{ sessionId: ID }] }, identity] },
      };
    });
    const second = createTracker({
      wire: edge({ datastreamId: '12345-example' }),
      params,
      clock: run.clock,
      fetch: async (url, { body }) => {
        run.requests.push({
          path: new URL(url).pathname,
          search: '',
          type: 'second',
          headers: {},
          body: JSON.parse(body) as never,
        });
        return new Response(JSON.stringify(opened(ID).body));
      },
    });
    second.track('sessionStart', film as never);
    await run.go(400);
    expect(run.requests.map(({ type }) => type)).toEqual(['sessionStart']);
    await run.go(600);
    expect([run.requests.map(({ type }) => type), most]).toEqual([['sessionStart', 'second'], 1]);
    expect(run.requests[1]!.body.meta?.state.entries).toEqual([{ key: 'kndctr_A_identity', value: 'v' }]);
  });
});

describe('cookies of the page', () => {
  const names = ['document', 'location'] as const;
  const jar = new Map<string, string>();
  const written: string[] = [];
  const page = (host: string): void => {
    const document = {
      addEventListener: () => {},
      removeEventListener: () => {},
      get cookie() {
        return [...jar].map(([key, value]) => `${key}=${value}`).join('; ');
      },
      set cookie(text: string) {
        const [pair, ...attributes] = text.split(';');
        const [key, value] = pair!.split('=') as [string, string];
        const domain = attributes.find((one) => one.startsWith('domain='))?.slice(7);
        // A browser takes no cookie of a public suffix, or of another host.
        if (domain === 'co.uk' || (domain && !host.endsWith(domain))) return;
        if (attributes.includes('max-age=0')) jar.delete(key);
        else jar.set(key, value);
        if (!key.endsWith('apex')) written.push(text);
      },
    };
    Object.assign(globalThis, { document, location: { hostname: host } });
  };
  afterEach(() => {
    jar.clear();
    written.length = 0;
    for (const name of names) delete (globalThis as Record<string, unknown>)[name];
  });

  const orgId = 'ACME@AdobeOrg';
  const key = 'kndctr_ACME_AdobeOrg_identity';
  const reply: Answer = {
    status: 200,
    body: {
      handle: [
        { type: 'media-analytics:new-session', payload: [{ sessionId: ID }] },
        { type: 'state:store', payload: [{ key, value: 'Ci=', maxAge: 100, attrs: { SameSite: 'None' } }] },
      ],
    },
  };

  test('are those that the Web SDK keeps: they go with every request, and outrank an ECID of the page', async () => {
    page('www.acme.co.uk');
    jar.set(key, 'Ciw%3D');
    jar.set('kndctr_ACME_AdobeOrg_cluster', 'irl1');
    jar.set('other', 'x');
    const run = await driveEdge([start], 0, { params: { 'visitor.marketingCloudUserId': '1' } }, answers(), {
      datastreamId: 'd',
      orgId,
    });
    const [{ path, body }] = run.requests as [Asked];
    expect(path).toBe('/ee/irl1/va/v1/sessionStart');
    expect(body.meta!.state).toMatchObject({
      cookiesEnabled: true,
      entries: [
        { key, value: 'Ciw=' },
        { key: 'kndctr_ACME_AdobeOrg_cluster', value: 'irl1' },
      ],
    });
    expect([body.query, body.events[0].xdm['identityMap']]).toEqual([undefined, undefined]);
  });

  test('are written as the service says, for all of the site', async () => {
    page('www.acme.co.uk');
    await driveEdge([start], 0, {}, answers({ sessionStart: [reply] }), { datastreamId: 'd', orgId });
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(
      /^kndctr_ACME_AdobeOrg_identity=Ci%3D;path=\/;domain=acme\.co\.uk;max-age=100;samesite=None;secure$/,
    );
  });

  test('are not written, not read and not asked for before there is consent, nor after it was withdrawn', async () => {
    page('www.acme.co.uk');
    const run = await driveEdge([start], 60_000, { consent: 'pending' }, answers({ sessionStart: [reply] }), {
      datastreamId: 'd',
      orgId,
    });
    expect([run.requests, written]).toEqual([[], []]);
    const late = { ...reply, after: 2_000 };
    const other = await driveEdge([start], 1_000, {}, answers({ sessionStart: [late] }), { datastreamId: 'd', orgId });
    other.tracker.consent('out');
    await other.go(5_000);
    expect(written).toEqual([]);
  });
});

import { assertType, expectTypeOf, test } from 'vitest';
import { createTracker, type BaseParams, type Guess, type TrackerOptions } from '../src/index';
import { alloy, type Alloy } from '../src/alloy';
import { edge } from '../src/edge';
import { ecidFromAlloy } from '../src/identity';

declare const params: BaseParams;
declare const known: boolean;
const endpoint = '';

/** What an adapter exports for the functions of its page. */
interface ElementGuess extends Guess<'sessionStart'> {
  native: HTMLVideoElement;
}
interface RollGuess extends Guess<'adStart'> {
  native: { readonly campaign: string };
}

test('functions answer what objects say', () => {
  createTracker({ endpoint, params: () => params });
  createTracker({ endpoint, params: async () => params });
  createTracker({ endpoint, params: () => Promise.resolve({ ...params, 'media.channel': 'acme' }) });
  createTracker({
    endpoint,
    params: async () => ({
      ...params,
      ...(await ecidFromAlloy()),
      'media.channel': 'acme',
      'visitor.customerIDs': { crm: { id: 'x', authState: 1 } },
    }),
  });
  createTracker({ endpoint, params, media: () => ({ params: { 'media.id': 'x', 'media.length': 5 } }) });
  createTracker({ endpoint, params, media: () => ({ customMetadata: { site: 'acme' } }), ad: () => ({ params: {} }) });
  createTracker({
    endpoint,
    params,
    media: async ({ params }) => ({ params: { 'media.name': params?.['media.id'] } }),
    ad: ({ params }) => ({ params: { 'media.ad.name': params?.['media.ad.id'] } }),
  });
  createTracker({
    endpoint,
    params,
    media: ({ params }) => {
      if (!params) return null;
      return { params: { ...params, 'media.id': 'x' }, customMetadata: { site: 'acme' } };
    },
  });
});

test('media and ad may answer null or undefined', () => {
  createTracker({ endpoint, params, media: () => null, ad: () => null });
  createTracker({ endpoint, params, media: () => undefined, ad: () => undefined });
  createTracker({ endpoint, params, media: async () => null });
  createTracker({ endpoint, params, media: async () => undefined });
  createTracker({ endpoint, params, media: () => (known ? { params: { 'media.id': 'x' } } : null) });
});

test('a key that params do not have is an error in every form', () => {
  // @ts-expect-error an object of the page
  createTracker({ endpoint, params: { ...params, 'media.chanel': 'x' } });
  // @ts-expect-error a function of the page
  createTracker({ endpoint, params: () => ({ ...params, 'media.chanel': 'x' }) });
  // @ts-expect-error a function that promises
  createTracker({ endpoint, params: async () => ({ ...params, 'media.chanel': 'x' }) });
  // @ts-expect-error the same with what is known of the visitor
  createTracker({ endpoint, params: async () => ({ ...params, ...(await ecidFromAlloy()), 'media.chanel': 'x' }) });
  // @ts-expect-error a promise by hand
  createTracker({ endpoint, params: () => ecidFromAlloy().then((id) => ({ ...params, ...id, 'media.chanel': 'x' })) });
  createTracker({
    endpoint,
    // @ts-expect-error a method of the options
    params() {
      return { ...params, 'media.chanel': 'x' };
    },
  });
  // @ts-expect-error a key deep inside
  createTracker({ endpoint, params: () => ({ ...params, 'visitor.customerIDs': { crm: { id: 'x', authstate: 1 } } }) });
});

test('so is one that media does not have', () => {
  // @ts-expect-error an object of the page
  createTracker({ endpoint, params, media: { params: { 'media.id': 'x', 'media.shw': 'x' } } });
  // @ts-expect-error a function of the page
  createTracker({ endpoint, params, media: () => ({ params: { 'media.id': 'x', 'media.shw': 'x' } }) });
  // @ts-expect-error a function of what the player knows
  createTracker({ endpoint, params, media: ({ params }) => ({ params: { ...params, 'media.shw': 'x' } }) });
  // @ts-expect-error a function that promises
  createTracker({ endpoint, params, media: async () => ({ params: { 'media.id': 'x', 'media.shw': 'x' } }) });
  // @ts-expect-error a function that does both
  createTracker({ endpoint, params, media: async ({ params }) => ({ params: { ...params, 'media.shw': 'x' } }) });
  // @ts-expect-error a function that may answer nothing
  createTracker({ endpoint, params, media: () => (known ? { params: { 'media.id': 'x', 'media.shw': 'x' } } : null) });
  // @ts-expect-error beside the params
  createTracker({ endpoint, params, media: () => ({ params: {}, custommetadata: {} }) });
  // @ts-expect-error parameters of an ad
  createTracker({ endpoint, params, media: () => ({ params: { 'media.id': 'x', 'media.ad.id': 'x' } }) });
});

test('and one that ad does not have', () => {
  // @ts-expect-error a function of the page
  createTracker({ endpoint, params, ad: () => ({ params: { 'media.ad.id': 'x', 'media.ad.nme': 'x' } }) });
  // @ts-expect-error a function of what the player knows
  createTracker({ endpoint, params, ad: ({ params }) => ({ params: { ...params, 'media.ad.nme': 'x' } }) });
  // @ts-expect-error parameters of the content
  createTracker({ endpoint, params, ad: () => ({ params: { 'media.ad.id': 'x', 'media.id': 'x' } }) });
});

test('a value of another type is an error', () => {
  // @ts-expect-error a function of params
  createTracker({ endpoint, params: () => ({ ...params, 'media.channel': 5 }) });
  // @ts-expect-error a function that promises
  createTracker({ endpoint, params: async () => ({ ...params, 'media.resume': 'true' }) });
  // @ts-expect-error this is no object
  createTracker({ endpoint, params: () => 'x' });
  // @ts-expect-error no object, promised
  createTracker({ endpoint, params: async () => 'x' });
  // @ts-expect-error params must answer something
  createTracker({ endpoint, params: () => null });
  // @ts-expect-error a function of media
  createTracker({ endpoint, params, media: () => ({ params: { 'media.length': '60' } }) });
  // @ts-expect-error a function that promises
  createTracker({ endpoint, params, media: async () => ({ params: { 'media.id': 5 } }) });
  // @ts-expect-error null is no value
  createTracker({ endpoint, params, media: () => ({ params: { 'media.id': null } }) });
  // @ts-expect-error custom metadata are strings
  createTracker({ endpoint, params, media: () => ({ customMetadata: { site: 5 } }) });
  // @ts-expect-error this is no object
  createTracker({ endpoint, params, media: () => 5 });
  // @ts-expect-error a function of ad
  createTracker({ endpoint, params, ad: () => ({ params: { 'media.ad.length': '5' } }) });
});

test('an ad does not wait: ad may not promise', () => {
  // @ts-expect-error an answer that is promised
  createTracker({ endpoint, params, ad: async () => ({ params: { 'media.ad.id': 'x' } }) });
  // @ts-expect-error no answer, promised
  createTracker({ endpoint, params, ad: async () => null });
});

test('native is of the type that the page names', () => {
  createTracker({
    endpoint,
    params,
    media: ({ native }: ElementGuess) => (native.loop ? null : { params: { 'media.id': native.id } }),
    ad: ({ native }: RollGuess) => ({ params: { 'media.ad.campaignId': native.campaign } }),
  });
  createTracker({ endpoint, params, media: async ({ native }: ElementGuess) => ({ params: { 'media.id': native.id } }) });
  assertType<TrackerOptions>({ endpoint, params, media: ({ native }: ElementGuess) => ({ params: { 'media.id': native.id } }) });
  // @ts-expect-error no such property
  createTracker({ endpoint, params, media: ({ native }: ElementGuess) => ({ params: { 'media.id': native.url } }) });
  // @ts-expect-error keys are checked as ever
  createTracker({ endpoint, params, media: ({ native }: ElementGuess) => ({ params: { 'media.ide': native.id } }) });
  // @ts-expect-error what an ad is asked with is no guess about the content
  createTracker({ endpoint, params, media: ({ native }: RollGuess) => ({ params: { 'media.id': native.campaign } }) });
  createTracker({
    endpoint,
    params,
    media: ({ native }) => {
      expectTypeOf(native).toBeUnknown();
      return null;
    },
  });
});

test('options may be put together before, or in part', () => {
  const options: TrackerOptions = { endpoint, params: async () => params, media: async () => null, ad: () => null };
  createTracker(options);
  createTracker({ ...options, params, prerollWait: 0 });
  const more: Partial<TrackerOptions> = { media: () => ({ params: { 'media.id': 'x' } }) };
  createTracker({ endpoint, params, ...more });
  // @ts-expect-error no such option
  createTracker({ endpoint, params, prerolWait: 0 });
});

test('another wire has its own endpoint, and needs no identity', () => {
  const wire = edge({ datastreamId: 'd', orgId: 'ACME@AdobeOrg' });
  createTracker({ wire });
  createTracker({ wire, params: { 'media.channel': 'site' }, media: { params: { 'media.id': 'ep-1', 'media.name': 'Pilot' } } });
  createTracker({ wire, params: async () => ({ 'media.channel': 'site', ...(await ecidFromAlloy()) }) });
  createTracker({ wire: alloy((() => Promise.resolve()) satisfies Alloy), params });
  // @ts-expect-error an endpoint beside it
  createTracker({ wire, endpoint, params });
  // @ts-expect-error a key that params do not have
  createTracker({ wire, params: () => ({ 'media.chanel': 'x' }) });
  // @ts-expect-error no datastream
  edge({});
});

import type { MediaEvent } from '../media-event';
import type { Delivery, Fetch } from './deliver';
import { edgeTarget } from './edge';
import { mediaCollectionTarget } from './media-collection';

/** Another service that takes sessions. Its calls never reject. */
export interface Target {
  open(start: MediaEvent): Promise<Delivery>;
  send(id: string, event: MediaEvent): Promise<Delivery>;
  /** Sends a session of downloaded content. */
  sendWhole(events: readonly MediaEvent[]): Promise<Delivery>;
  /** Where an event that is none may be posted, and what its answer says against the service. */
  readonly probe: { readonly address: string; problemOf(status: number, text: string): string | undefined };
}

/** The datastream that an address names; undefined for an endpoint of the Media Collection API. */
const datastreamIn = (url: URL): string | undefined => url.searchParams.get('configId') ?? undefined;

/** Checks an address to forward to: an http or https one without a query, or with `configId` alone. */
export function isTarget(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hash) return false;
  return !url.search || (datastreamIn(url) !== '' && [...url.searchParams.keys()].join() === 'configId');
}

/**
 * The service at an address. One with `?configId=<datastream>`, e.g. `https://edge.adobedc.net/ee?configId=…`, speaks the Media Edge API;
 * any other the Media Collection API.
 */
export function targetOf(address: string, fetch: Fetch, onLeftOut: (key: string) => void = () => undefined): Target {
  const url = new URL(address);
  const datastream = datastreamIn(url);
  if (datastream === undefined) return mediaCollectionTarget(address, fetch);
  const path = url.pathname.replace(/\/+$/, '').replace(/\/va\/v1(\/sessionStart)?$/, '');
  return edgeTarget(`${url.origin}${path || '/ee'}`, datastream, fetch, onLeftOut);
}

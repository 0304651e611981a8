import { dashjs } from '@media-collection/dashjs';
import { hlsjs } from '@media-collection/hlsjs';
import { shaka } from '@media-collection/shaka';
import { videojs } from '@media-collection/videojs/adapter';
import type { MakeAdapter } from './follow';

/** All adapters, for who does not name those that the page needs. */
export const ADAPTERS: readonly MakeAdapter[] = [hlsjs, dashjs, shaka, videojs];

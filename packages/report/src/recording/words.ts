import { meanings } from '../meanings';
import type { Metrics } from '../metrics';

/** The name of a metric in Adobe Analytics, without what it is there. */
export const nameOfMetric = (name: keyof Metrics): string =>
  name === 'averageBitrateBucket' ? 'Average bitrate bucket' : meanings[name].analytics.replace(' (dimension)', '');

/** What switches a metric on in a report suite of Adobe Analytics: a module of its settings, or a rule that the customer writes. */
export type Switch =
  | 'Media Core'
  | 'Media Ads'
  | 'Media Chapters'
  | 'Media Quality'
  | 'Video Metadata'
  | 'Player State Tracking'
  | 'processing rule'
  | 'Customer Journey Analytics only';

/** What a metric means, by which names Adobe shows it, and where Adobe explains it. */
export interface Meaning {
  /** The name in Adobe Analytics; with a processing rule it is the name that the customer chooses. */
  readonly analytics: string;
  /** The title of the XDM field, which a data view of Customer Journey Analytics proposes. */
  readonly cja: string;
  readonly unit: 'seconds' | 'times' | 'sessions' | 'ads' | 'chapters' | 'streams' | 'share' | 'kbps' | 'frames' | 'fps' | 'text';
  readonly switchedOnBy: Switch;
  /** What it says, in one sentence. */
  readonly meaning: string;
  /** How it is computed, in one sentence. */
  readonly computation: string;
  /** Adobe's page; undefined when there is none of its own. */
  readonly page?: string;
  /** Where Adobe's pages disagree: both readings, and which of them the report follows. */
  readonly disagreement?: { readonly one: string; readonly other: string; readonly choice: string };
}

/** Where Adobe's pages about reporting stand. */
export const PAGES = 'https://experienceleague.adobe.com/en/docs/media-analytics/using/reporting/';

/** The address of one of Adobe's pages about metrics. */
export const metricPage = (name: string): string => `${PAGES}metrics/${name}`;

/** The address of one of Adobe's pages about dimensions. */
export const dimensionPage = (name: string): string => `${PAGES}dimensions/${name}`;

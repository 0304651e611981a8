import { lint, report, type Breach, type Report } from '@media-collection/report';
import type { MediaEvent } from '../media-event';
import type { Session } from '../sessions';

/** All that is known of a session. */
export interface SessionExamination {
  readonly session: Omit<Session, 'events'>;
  /** In the order of `playerTime.ts`. */
  readonly events: readonly MediaEvent[];
  /** What the back end makes of them, if nothing more comes. */
  readonly report: Report;
  /** Which rules they break; advice stands among them. */
  readonly breaches: readonly Breach[];
}

/** Says all that is known of a session. */
export const examine = ({ events, ...session }: Session): SessionExamination => ({
  session,
  events,
  report: report(events),
  breaches: lint(events),
});

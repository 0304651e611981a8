import { createCollector } from '../../src/collector';
import { createJetStreamEdge, type LinkOptions } from '../../src/jetstream';
import type { MediaEvent } from '../../src/media-event';
import { event, post, start } from '../calls';

/** An edge, and viewers who watch by it; `running` gets what ends it. */
export async function createViewers(options: LinkOptions, running: (() => Promise<void>)[]) {
  const store = createJetStreamEdge(options);
  running.push(() => store.close());
  await store.ready;
  const handle = createCollector({ store });
  const begun = Date.now();
  let visitor = 0;
  const open = async () => {
    const opening = { ...start({ 'visitor.marketingCloudUserId': String(++visitor) }), playerTime: { playhead: 0, ts: begun } };
    const location = (await handle(post('/api/v1/sessions', opening))).headers.get('location')!;
    const events: MediaEvent[] = [opening as unknown as MediaEvent];
    const send = async (eventType: string, second: number) => {
      const sent = event(eventType, { playerTime: { playhead: second, ts: begun + second * 1_000 } });
      const { status } = await handle(post(`${location}/events`, sent));
      if (status === 204) events.push(sent as unknown as MediaEvent);
      return status;
    };
    return { id: location.split('/').at(-1)!, send, events };
  };
  return { open, store };
}

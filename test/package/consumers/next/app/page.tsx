import { schemas } from '@media-collection/core/schema';
import { Player } from './player';

/** Rendered on the server, with a module of core that serves servers too. */
export default function Page() {
  return (
    <>
      <Player id="next" src="https://media.acme.example/short.mp4" />
      <p>{Object.keys(schemas).length} events</p>
    </>
  );
}

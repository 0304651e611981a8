import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Api } from './data/api';
import { asTest } from './data/as-test';
import type { SessionData } from './data/model';

/** Copies a text; where the page may not use the clipboard (plain http on a network), by the older way. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** What can be done with a session. */
export function Actions({
  api,
  data,
  isPairing,
  isPair,
  onPair,
}: {
  api: Api;
  data: SessionData;
  isPairing: boolean;
  isPair: boolean;
  onPair: () => void;
}): VNode {
  const [said, setSaid] = useState('');
  const say = (words: string): void => {
    setSaid(words);
    setTimeout(() => setSaid(''), 2_500);
  };
  return (
    <div class="actions" role="group" aria-label="Session">
      <span role="status" class="said">
        {said}
      </span>
      <button type="button" aria-pressed={isPairing || isPair} onClick={onPair}>
        {isPair ? 'One session' : 'Compare'}
      </button>
      <button
        type="button"
        title="A Vitest file with these calls and what is reported of them"
        onClick={() =>
          copy(asTest(data)).then(
            () => say('Copied.'),
            () => say('The browser does not allow it.'),
          )
        }
      >
        Copy as test
      </button>
      <a class="button" href={api.exportAddress(data.head.id)} download={`${data.head.id}.ndjson`}>
        Export NDJSON
      </a>
    </div>
  );
}

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './setup/install.mjs';
import { node, root } from './setup/node.mjs';

/** What stands above the tables that tests write; `npm run <name>` writes one of them anew. */
const heads = {
  truth: `# Does the report match what was on the screen?

In a real Chromium a witness that shares no code with the tracker observes the element: new frames as they are presented (for audio, the
moving clock), and fifty times a second whether the element is paused or seeking. At the same time the tracker sends its events to a real
collector, and the report of those events is compared with what was shown. It may be off by 150 ms, or by 1 % if that is more.

Seconds; a seek counts as a pause, as with Adobe's clients; playback of less than 0.3 s between two seeks belongs to the scrub.
Written by \`npm run truth\`.
`,
  players: `# The same session with every player

Every player plays every scenario in a real Chromium, on real HLS streams and with a real collector. A scenario passes if the collector
received exactly the events that the list expects of every player (\`test/players/scenarios\`), nothing was lost or rejected, the rules of
order were kept, and the report differs from what a witness saw by at most 150 ms, or 1 % if that is more.
Written by \`npm run players\`.
`,
  engines: `# Firefox, WebKitGTK and the engines of televisions

Ten scenarios of the list that every player plays, with a plain element and a file, and with hls.js, in three engines of today: Chromium,
Firefox (driven over WebDriver BiDi) and WebKitGTK (its small browser on a virtual screen); and in seven old Chromiums, which npm carries,
with the [builds for older engines](guide/browsers.md#televisions-and-older-engines): those of 64, 67 and 72 play WebM and have no Media
Source for H.264, so only a plain element runs there; from 79 on hls.js, Shaka Player (with its polyfills) and dash.js (its build for older
engines) run, too. Each cell shows whether a real collector received the events that are expected of all of them, and how far the report is
from what a witness saw in the page: content, pause and buffering in milliseconds. More than 150 ms, or 1 %, is marked **over**. A known difference may have a limit of its own, 250 ms. Before
Chromium 83 no frames can be counted, and the witness goes by the clock of the element.

WebKitGTK is not Safari: it has other media, another network and another system. **Safari and iOS are not tested**, and no television
was: an engine has neither its media nor its memory.
Written by \`npm run engines\`.
`,
  faults: `# Lost events: none without a reason

In virtual time a seed decides what a viewer does (plays, pauses, seeks, stalls, ads, chapters, states, consent, pages that freeze, close
and return, clocks that jump) and which faults the network has. The real tracker and the real collector run through it, and once more
without faults. Checked for each run and between the two: every event arrived, or was reported to \`onLost\` once, with a correct reason,
or was in flight when its page closed; none was sent or arrived out of order, \`ts\` rose, one request per session was in flight at a time,
none was sent without consent; an event arrived twice only if its response was lost or the network doubled it, with the same body; a
session that lost nothing, and that the service did not close, has the same events and the same report as without faults.

Such counts see only events that were made. Other tests therefore keep their own account of what the viewer was shown: each request to
play is one session, of its own content, with its own times and places, while contents and players change, \`params\` and \`media\` are
promised late or never, consent is withdrawn and given again, elements are removed and put back, and the machine sleeps.

\`FAULT_SEED=7 npx vitest run --project conformance test/faults\` plays one seed again and prints it.
Written by \`npm run faults\`.
`,
  ads: `# Ads, by player and situation

Every situation is played in a real Chromium on real media, with ads of 4 s, and a real collector receives the events listed here (without
pings and player states): exactly these events, none lost or rejected, and no rule of order broken. The report is compared with the frames
that a witness saw of every video of the page: at most 150 ms off per ad, and for the content of a session. More is marked **over**: there a player
detaches its element meanwhile and shows nothing. If the clock of a video stood for more than 60 ms, and its element neither fired an event
nor was paused, that does not count against the report.
Written by \`npm run ads\`.

| player | situation | what was real | what the collector received | ads off by, ms | content off by, ms |
| --- | --- | --- | --- | --- | --- |`,
  leaving: `# Events on page close

A real page plays a real film in a real browser, and a real collector is 40 ms away on another origin, so that a preflight is needed
before each request or, if it may be cached, once per session; the Media Edge API needs none. The page is left at a random moment of its
first seconds, in the last two cases after its first event was acknowledged. The events that the page created are compared with those
that the collector accepted.

- **tab closed**: by the browser, or by \`window.close()\`; **navigation**: to another page of the site, or to none; half of the Chromiums
  have no back/forward cache, so that the page is destroyed at once.
- **browser closed** (by its remote control, or by the system) ends Chromium without an event for the page: there is no \`pagehide\`, and
  no tracker can send more than it had sent. **browser killed** is a crash. The service ends such sessions after ten minutes.
- **before the id**: the page was left before the service had acknowledged the \`sessionStart\`; nothing else can be sent then. Not counted
  in the columns that follow.
- **no \`pagehide\`**: the event did not fire; Chromium waits half a second for a tab that it closes, which is short on a busy machine.
- **playhead off**: from the playhead of the \`sessionEnd\` to the position of the element when the page closed.
- **by keyboard**: Ctrl+W in a Firefox that no remote control drives, with a window on a virtual screen. Such a page cannot report what it made.
- **scripts not ended**: for comparison, with the preference \`dom.abort_script_on_child_shutdown\` off.
- **Chromium 64 to 92**: the [engines of televisions](engines.md), with the builds for older engines; a page opens the others as windows, which it closes
  or navigates, and they cannot report what they made. Up to 79 they have no \`keepalive\`, or reject it for what needs a preflight, so
  what a page sends as it goes over the Media Collection API is lost where its process ends first.
- **twice**: what the service took, and left unanswered for 10 s, is sent again. Nothing else is: a property test leaves pages at random moments.
- **sendBeacon**: for comparison, the page of the test sends by \`sendBeacon\` what the tracker passes to \`fetch\` as it goes.
- The Media Edge API has whole seconds, so its playhead is off by up to 1,000 ms more, and needs no preflight.

The goal, for a tab that is closed, a navigation and a reload: 99 % of the sessions are ended.

## Firefox ends the script of a tab that closes

If the tab is the last one of its process, Firefox announces the end of the process before the page has run \`pagehide\`. From then on it
ends script at the first loop, \`JSON.stringify\` or array method, without an error. This happens to viewers who close a tab, whether by
mouse, keyboard or remote control, and to every tracker that builds its last request in \`pagehide\`. Versions of this library that did so
lost more than half of these sessions: the end of 16 of 40 arrived by remote control. By keyboard, 20 of 40 requests arrived that small
pages built in this way. What was passed to \`fetch\` with \`keepalive\` before arrives. So a tracker now keeps its last requests ready,
and sends them before it does anything else ([decision 18](decisions/0018-the-end-is-ready-before-the-page-goes.md)). A script is also ended at the beginning of a
function that was compiled because it had run often, so none of these is called before the requests; and it can be ended at any other moment, so a second
listener does what the first one could not: Firefox ends one of them. Quitting Firefox loses
everything that a page sends as it goes.

Others, as their sources read; no other tracker was found that prepares its last request:

| | as the page goes | in Firefox |
| --- | --- | --- |
| Adobe Media SDK 3.1.0 | no listener; an event that the page tracks in \`pagehide\` waits for the next tick, and is lost | lost |
| Adobe Web SDK (streaming media) | neither \`keepalive\` nor \`sendBeacon\` for media | lost |
| mux-embed 5.19.0 | builds its last batch in \`pagehide\`, then \`sendBeacon\` | at risk |
| New Relic video-core 4.0.1 | the last batch is sent by \`sendBeacon\` when the page is first hidden, and in \`pagehide\` and \`beforeunload\` | arrives if the tab was in front; what follows the first hiding is at risk |
| Snowplow 4.10.1 | sends what is queued when the page is hidden, and in \`beforeunload\` | arrives if the tab was in front; no end is added |

Written by \`npm run leaving\`.
`,
  consumers: `# Bundlers, frameworks and TypeScript versions

Every package is packed as it would be published, and used from its tarball by small projects in folders of their own
(\`test/package/consumers\`, \`examples\`): built with their own tools, type-checked under each way to resolve modules, and played
to the end, with a pause, in a real Chromium, while a real collector receives the events. In the examples the component with the player is
then removed from the page during a session.

- **Video.js and Shaka Player from ES modules under \`node16\` and \`nodenext\`**: their own types declare the default import as a
  module with a \`default\`, which it is not; in CommonJS and under \`bundler\` they are right. Our adapters take any object of their form.
- **dash.js from CommonJS**: its types have no form for it, so TypeScript refuses a plain import under \`node16\`.
- **Not tested**: Safari, React Native, Deno, Bun, and bundlers older than these.

Written by \`npm run consumers\`.

| consumer | with | builds | type-checks under | the collector received |
| --- | --- | --- | --- | --- |`,
};

/** Which tests leave a table: those in the folder of its name, but for these. */
const tests = {
  ads: [
    'test/browser/hlsjs.ads',
    'test/browser/html5.ads',
    'test/browser/shaka.ads',
    'test/browser/shaka.ima',
    'test/browser/shaka.streams',
    'test/browser/videojs.ads',
    'test/browser/videojs.ima',
    'test/browser/videojs.stitched',
  ],
  consumers: ['test/package'],
};

/** Tables of which each test leaves a row. */
const isRows = (name) => ['ads', 'consumers'].includes(name);

const fragment = (name) => `${root}node_modules/.cache/${name}.md`;

/** What tells the tests to write their tables. */
export const tableEnv = Object.fromEntries(Object.keys(heads).map((name) => [name.toUpperCase(), fragment(name)]));

/** Writes the tables that tests have left into docs/. */
export function writeTables() {
  for (const [name, head] of Object.entries(heads)) {
    if (!existsSync(fragment(name))) continue;
    const text = readFileSync(fragment(name), 'utf8');
    // Rows come in the order in which the files happened to be run.
    const body = isRows(name) ? `${text.trim().split('\n').sort().join('\n')}\n` : text;
    writeFileSync(`${root}docs/${name}.md`, `${head}\n${body}`);
    rmSync(fragment(name));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureInstalled();
  const [, , name] = process.argv;
  const project = { faults: 'conformance', consumers: 'package' }[name] ?? 'browser';
  rmSync(fragment(name), { force: true });
  const code = await node(
    'node_modules/vitest/vitest.mjs',
    ['run', `--project=${project}`, ...(tests[name] ?? [`test/${name}`])],
    {
      ...tableEnv,
      TEST_ALL: '1',
    },
  );
  writeTables();
  process.exit(code);
}

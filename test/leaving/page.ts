declare const mediaCollection: typeof import('@media-collection/core') &
  typeof import('@media-collection/core/edge') &
  typeof import('@media-collection/html5');

/** What the page to be left does: it plays a film, and tells on its console what becomes of it. Runs in the page. */
export function visit({ mark, media, endpoint }: { mark: string; media: string; endpoint: string }): void {
  const tell = (what: string, data?: unknown): void => console.debug([mark, what, JSON.stringify(data)].join('\n'));
  const video = document.querySelector('video');
  // Another page of the site knows what a page could not say any more as it went.
  if (!video) return void fetch('/left', { method: 'POST', body: JSON.stringify({ ...localStorage }) });
  const query = new URLSearchParams(window.location.search);
  const number = query.get('closing')!;
  // A reload: it was left already.
  if (number in localStorage) return;
  const { createTracker, edge, html5 } = mediaCollection;
  const wire = query.get('wire')!;
  let isLeaving = false;
  window.addEventListener('pagehide', () => (isLeaving = true));
  const place = `${endpoint}/${query.has('cached') ? 'cached' : 'asked'}`;
  const tracker = createTracker({
    ...(wire.startsWith('Media Edge')
      ? { wire: edge({ datastreamId: 'test', endpoint: place }) }
      : ({ endpoint: place } as never)),
    params: {
      'analytics.trackingServer': 'acme.sc.omtrdc.net',
      'analytics.reportSuite': 'acme',
      'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
      'media.channel': 'test',
    },
    media: { params: { 'media.id': `closing-${number}` } },
    // In old engines the builds for them have their own.
    ...(!query.has('old') && {
      fetch: async (url: string, init: RequestInit & { body: string }) => {
        if (isLeaving && wire.endsWith('sendBeacon') && navigator.sendBeacon(url, init.body)) return new Response();
        const response = await fetch(url, init);
        if (response.status === 201) tell('opened');
        // Here the id is in the body: the tracker knows it in the task in which that was read, which is later.
        if (url.includes('/sessionStart')) {
          const { text } = response;
          response.text = async () => {
            const body = await text.call(response);
            tell('opened');
            return body;
          };
        }
        return response;
      },
    }),
    onEvent: (event) => tell('made', event),
    onLost: ({ eventType }, reason) => tell('lost', `${eventType} ${reason}`),
    onWarning: () => {},
  });
  tracker.attach(html5(video));
  // Behind the tracker's: to keep something takes time.
  window.addEventListener('pagehide', () => localStorage.setItem(number, String(video.currentTime)));
  video.src = `${media}/clip.${query.get('plays') ?? 'mp4'}`;
  void video.play();
}

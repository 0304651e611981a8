declare const mediaCollection: typeof import('@media-collection/core') & typeof import('@media-collection/html5');

/** What the page to be left does: it plays a film, and tells on its console what becomes of it. Runs in the page. */
export function visit({ mark, media, endpoint }: { mark: string; media: string; endpoint: string }): void {
  const tell = (what: string, data?: unknown): void => console.debug([mark, what, JSON.stringify(data)].join('\n'));
  const video = document.querySelector('video');
  // It was left already, for itself or for another one: what a page says as it goes is not always heard.
  if (!video || sessionStorage['left']) return tell('left', Number(sessionStorage['left']));
  const query = new URLSearchParams(window.location.search);
  window.addEventListener('pagehide', () => {
    sessionStorage['left'] = video.currentTime;
    tell('left', video.currentTime);
  });
  const { createTracker, html5 } = mediaCollection;
  const tracker = createTracker({
    endpoint: `${endpoint}/${query.has('cached') ? 'cached' : 'asked'}`,
    params: {
      'analytics.trackingServer': 'acme.sc.omtrdc.net',
      'analytics.reportSuite': 'acme',
      'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
      'media.channel': 'test',
    },
    media: { params: { 'media.id': `closing-${query.get('closing')}` } },
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (response.status === 201) tell('opened');
      return response;
    },
    onEvent: (event) => tell('made', event),
    onLost: ({ eventType }, reason) => tell('lost', `${eventType} ${reason}`),
    onWarning: () => {},
  });
  tracker.attach(html5(video));
  video.src = `${media}/clip.mp4`;
  void video.play();
}

import type { Scene } from './html5-scene';

/** An interstitial of one ad of so many seconds; `more` are further attributes of its date range. */
export interface Break {
  readonly id: string;
  readonly at: number;
  readonly seconds?: number;
  readonly more?: string;
  /** Its ads come from a list of assets, which is answered so many ms after the interstitial has begun, or with this status. */
  readonly list?: { readonly afterMs: number; readonly status?: number };
}

const DAY = '2026-01-01T00:00:';

/** Puts interstitials into the playlists of content whose address has `breaks=1`. */
export async function withBreaks({ media, page }: Scene, ...breaks: readonly Break[]): Promise<void> {
  const { url } = media;
  const adOf = ({ id, seconds = 4 }: Break): string => `${url}/cut/${seconds}/main.m3u8?ad=${id}&only=1`;
  const tags = breaks.map((each) => {
    const { id, at, seconds = 4, more, list } = each;
    return [
      `#EXT-X-DATERANGE:ID="${id}",CLASS="com.apple.hls.interstitial",START-DATE="${DAY}${String(at).padStart(2, '0')}Z"`,
      `DURATION=${seconds},${list ? `X-ASSET-LIST="${url}/list-${id}.json"` : `X-ASSET-URI="${adOf(each)}"`}`,
      ...(more ? [more] : []),
    ].join(',');
  });
  await page.route('**/cut/*/media_*.m3u8?*breaks=1*', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(
      /(#EXT-X-MAP.*\n)/,
      `$1#EXT-X-PROGRAM-DATE-TIME:${DAY}00Z\n${tags.join('\n')}\n`,
    );
    await route.fulfill({ response, body });
  });
  for (const each of breaks)
    await page.route(`**/list-${each.id}.json*`, async (route) => {
      await page.waitForFunction(() => (window as { hasBegun?: boolean }).hasBegun);
      await new Promise((resolve) => setTimeout(resolve, each.list!.afterMs));
      const ASSETS = [{ URI: adOf(each), DURATION: each.seconds ?? 4 }];
      await route.fulfill({
        status: each.list!.status ?? 200,
        headers: { 'access-control-allow-origin': '*' },
        contentType: 'application/json',
        body: JSON.stringify({ ASSETS }),
      });
    });
}

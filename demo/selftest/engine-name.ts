/** Who plays: name and version of the engine, and on what; `family` is the name under which its differences are known. */
export interface EngineName {
  readonly engine: string;
  readonly device: string;
  readonly family: 'Chromium' | 'Firefox' | 'WebKitGTK' | '';
}

const devices: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/Tizen ([\d.]+)/, 'Tizen'],
  [/Web0S|webOS/, 'webOS'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android ([\d.]+)/, 'Android'],
  [/Macintosh/, 'Mac'],
  [/Windows/, 'Windows'],
  [/Linux/, 'Linux'],
];

/** Reads a user agent string. */
export function engineName(userAgent: string): EngineName {
  const [pattern, name = ''] = devices.find(([pattern]) => pattern.test(userAgent)) ?? [];
  const version = pattern?.exec(userAgent)?.[1];
  const device = [name, version].filter(Boolean).join(' ');
  const chromium = /Chrom(?:e|ium)\/(\d+)/.exec(userAgent)?.[1];
  if (chromium) return { engine: `Chromium ${chromium}`, device, family: 'Chromium' };
  // Samsung's web views name the version alone, or not even that.
  const tizen = /Tizen.* (\d+)\.\d+\.\d+\.\d+\//.exec(userAgent)?.[1];
  if (name === 'Tizen') return { engine: tizen ? `Chromium ${tizen}` : 'Chromium', device, family: 'Chromium' };
  const firefox = /Firefox\/([\d.]+)/.exec(userAgent)?.[1];
  if (firefox) return { engine: `Firefox ${firefox}`, device, family: 'Firefox' };
  const webkit = /AppleWebKit\/.*Version\/([\d.]+)/.exec(userAgent)?.[1];
  // On Linux it is no Safari.
  if (webkit) return { engine: `${name === 'Linux' ? 'WebKitGTK' : 'Safari'} ${webkit}`, device, family: 'WebKitGTK' };
  return {
    engine: /AppleWebKit/.test(userAgent) ? 'WebKit' : 'unknown',
    device,
    family: /AppleWebKit/.test(userAgent) ? 'WebKitGTK' : '',
  };
}

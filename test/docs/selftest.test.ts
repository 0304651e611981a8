import { expect, test } from 'vitest';
import { acted } from '../../demo/selftest/acted';
import { readCode, writeCode } from '../../demo/selftest/code';
import { engineName } from '../../demo/selftest/engine-name';
import { scenarios } from '../players/scenarios/scenarios';

test('it acts what npm run engines acts', () => {
  expect(Object.keys(acted).filter((name) => !scenarios[name])).toEqual([]);
  expect(Object.keys(acted)).toHaveLength(10);
});

test('a code is read as it was written, and not with a slip in it', () => {
  const findings = {
    engine: 'Safari 18.5',
    device: 'iPhone',
    library: '0.1.0',
    outcomes: { F: [...'pptdppfppp'] as 'p'[], H: [...'----------'] as 'p'[] },
  };
  const code = writeCode(findings);
  expect(code).toMatch(/^MC1\/Safari 18\.5\/iPhone\/0\.1\.0\/F:pptdppfppp\/H:----------\/[a-z]{2}$/);
  expect(readCode(` ${code}\n`)).toEqual(findings);
  expect(readCode(code.replace('ppt', 'ptp'))).toBeUndefined();
  expect(readCode('MC2/x')).toBeUndefined();
  expect(readCode(writeCode({ ...findings, engine: '<b>/x' }))?.engine).toBe('bx');
});

test.each([
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Safari 18.5, iPhone',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15',
    'Safari 17.6, Mac',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'WebKitGTK 18.5, Linux',
  ],
  [
    'Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) 76.0.3809.146/6.0 TV Safari/537.36 Chrome/76.0.3809.146',
    'Chromium 76, Tizen 6.0',
  ],
  [
    'Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.5) AppleWebKit/537.36 (KHTML, like Gecko) 85.0.4183.93/6.5 TV Safari/537.36',
    'Chromium 85, Tizen 6.5',
  ],
  [
    'Mozilla/5.0 (SMART-TV; LINUX; Tizen 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/5.0 TV Safari/537.36',
    'Chromium, Tizen 5.0',
  ],
  [
    'Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.79 Safari/537.36 WebAppManager',
    'Chromium 79, webOS',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140.0, Linux'],
])('%s is %s', (userAgent, expected) => {
  const { engine, device } = engineName(userAgent);
  expect([engine, device].join(', ')).toBe(expected);
});

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createCollector } from '../../src';

const open = async () => {
  const reply = await createCollector({ inspect: true })(new Request('http://collector.test/'));
  return { reply, html: await reply.text(), policy: reply.headers.get('content-security-policy')! };
};
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('the page is one document that loads nothing from elsewhere', async () => {
  const { reply, html } = await open();
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(html).not.toMatch(/<(script|link|img|iframe)[^>]+(src|href)="(?!data:)/);
  expect(html).not.toMatch(/@import|url\(/);
});

test('its policy allows just its own script and style, and calls to its own origin', async () => {
  const { html, policy } = await open();
  const script = /<script>([^]*?)<\/script>/.exec(html)![1]!;
  const style = /<style>([^]*?)<\/style>/.exec(html)![1]!;
  expect(policy).toContain(`script-src ${hashOf(script)}`);
  expect(policy).toContain(`style-src ${hashOf(style)}`);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/unsafe/);
  expect(script).not.toMatch(/\beval\(|new Function\(/);
});

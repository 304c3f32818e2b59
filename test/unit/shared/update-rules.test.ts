import { expect, test } from 'vitest';

import { compareVersions, isUpdateUrl, isVersion } from '../../../shared/update-rules.ts';

test.each([
  ['0.9.9', '0.10.0'],
  ['1.2.3', '1.2.4'],
  ['1.9.0', '2.0.0'],
])('%s is older than %s', (older, newer) => {
  expect(compareVersions(older, newer)).toBeLessThan(0);
  expect(compareVersions(newer, older)).toBeGreaterThan(0);
  expect(compareVersions(older, older)).toBe(0);
});

test.each(['1.2', '1.2.3.4', '1.2.3-beta', '01.2.3', 'v1.2.3', '', ' 1.2.3'])('%j is no version', (text) => {
  expect(isVersion(text)).toBe(false);
});

test.each([
  'https://updates.example',
  'https://updates.example:8443/console/',
  'http://127.0.0.1:4000/',
  'http://[::1]/',
])('updates may come from %s', (url) => expect(isUpdateUrl(url)).toBe(true));

test.each([
  'http://updates.example',
  'https://user:word@updates.example',
  'https://updates.example/?version=1',
  'https://updates.example/#a',
  'ftp://updates.example',
  'file:///etc/passwd',
  'updates.example',
  `https://updates.example/${'x'.repeat(500)}`,
])('and not from %s', (url) => expect(isUpdateUrl(url)).toBe(false));

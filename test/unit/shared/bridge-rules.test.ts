import { expect, it } from 'vitest';

import { canBeOverheard, isBackendUrl } from '../../../shared/bridge-rules.ts';

it.each(['http://127.0.0.1:8000', 'https://backend.example/base/', 'HTTP://[::1]:8000', 'http://backend:8000'])(
  'takes %s for a backend’s address',
  (url) => expect(isBackendUrl(url)).toBe(true),
);

it.each([
  '',
  'backend:8000',
  'ftp://backend',
  'http:backend',
  'http://',
  'http://a b',
  'http://user:word@backend',
  'https://backend/?tenant=1',
  'https://backend/#here',
  `https://backend/${'x'.repeat(2_000)}`,
])('refuses %s', (url) => expect(isBackendUrl(url)).toBe(false));

it.each([
  ['http://backend.example', true],
  ['http://10.0.0.7:8000', true],
  ['http://127.0.0.1.example', true],
  ['https://backend.example', false],
  ['http://127.0.0.1:8000', false],
  ['http://localhost/base', false],
  ['http://[::1]:8000', false],
])('knows whether the way to %s can be overheard', (url, expected) => expect(canBeOverheard(url)).toBe(expected));

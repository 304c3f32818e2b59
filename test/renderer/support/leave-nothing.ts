import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

/** The next test, also of another file, finds the page as the first one did. */
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  const { documentElement, body } = document;
  body.replaceChildren();
  for (const element of [documentElement, body])
    for (const name of element.getAttributeNames()) element.removeAttribute(name);
  localStorage.clear();
  sessionStorage.clear();
});

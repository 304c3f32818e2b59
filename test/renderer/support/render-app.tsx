import { act, configure, render, type RenderResult } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { vi } from 'vitest';

import { App } from '../../../renderer/app.tsx';
import { createCatalogues } from '../../../renderer/i18n/catalogues.ts';
import { createConsoleStore } from '../../../renderer/state/console-store.ts';
import { createOperatorsStore } from '../../../renderer/state/operators-store.ts';
import { createPreferencesStore } from '../../../renderer/state/preferences-store.ts';
import { languageCodes } from '../../../shared/i18n/languages.ts';
import { createFakeConsole, type FakeConsole } from '../../support/fake-console.ts';

// The lazy parts are compiled on first use, which takes a while where several suites share two cores.
configure({ asyncUtilTimeout: 10_000 });
const catalogues = createCatalogues();

export interface RenderedApp extends RenderResult {
  readonly fake: FakeConsole;
  readonly user: UserEvent;
}

/**
 * The whole window over a fake console. jsdom lays nothing out, so elements get a size here: the list draws only the
 * rows that would be in view.
 */
export async function renderApp(
  options: Parameters<typeof createFakeConsole>[0] = {},
  prepare: (fake: FakeConsole) => void = () => undefined,
): Promise<RenderedApp> {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  // None of these exists in jsdom; every window is narrow. A text that lacks a value is reported in the product; here it fails the test.
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error;
  });
  vi.stubGlobal('CSS', { escape: (text: string) => text });
  vi.stubGlobal('matchMedia', () => Object.assign(new EventTarget(), { matches: false }));
  const fake = createFakeConsole(options);
  prepare(fake);
  const store = createConsoleStore(fake.client.console);
  const preferences = createPreferencesStore(fake.client.preferences);
  const operators = createOperatorsStore(fake.client.operators);
  await Promise.all([preferences.load(), operators.load()]);
  // A language that is loaded already is spoken at once.
  for (const language of languageCodes) await catalogues.of(language);
  // The program begins to load a tenant's page before it draws anything.
  await import('../../../renderer/features/tenants/tenant-page.tsx');
  const info = await fake.client.app.info();
  const rendered = await act(() =>
    Promise.resolve(
      render(
        <App
          services={{
            console: fake.client,
            store,
            preferences,
            operators,
            info: info.ok ? info.value : undefined,
            catalogues,
            systemLocales: ['en-GB'],
          }}
        />,
      ),
    ),
  );
  return { ...rendered, fake, user: userEvent.setup() };
}

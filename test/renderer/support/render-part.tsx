import { render, type RenderResult } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { IntlProvider } from 'react-intl';
import { vi } from 'vitest';

import { createCatalogues } from '../../../renderer/i18n/catalogues.ts';
import { createConsoleStore } from '../../../renderer/state/console-store.ts';
import { createOperatorsStore } from '../../../renderer/state/operators-store.ts';
import { createPreferencesStore } from '../../../renderer/state/preferences-store.ts';
import { ServicesContext } from '../../../renderer/state/services.ts';
import { createFakeConsole, type FakeConsole } from '../../support/fake-console.ts';
import { windowTextsOf } from '../../support/languages.ts';

/** One part of the window over a fake console, without the frame around it: much less to draw than the whole. */
export async function renderPart(
  part: ReactNode,
  options: Parameters<typeof createFakeConsole>[0] = {},
): Promise<RenderResult & { readonly fake: FakeConsole; readonly user: UserEvent }> {
  // jsdom has none.
  vi.stubGlobal('CSS', { escape: (text: string) => text });
  const fake = createFakeConsole(options);
  const store = createConsoleStore(fake.client.console);
  await store.refresh();
  const preferences = createPreferencesStore(fake.client.preferences);
  const operators = createOperatorsStore(fake.client.operators);
  await Promise.all([preferences.load(), operators.load()]);
  const info = await fake.client.app.info();
  const services = {
    console: fake.client,
    store,
    preferences,
    operators,
    info: info.ok ? info.value : undefined,
    catalogues: createCatalogues(),
    systemLocales: ['en-GB'],
  };
  const rendered = render(
    <ServicesContext value={services}>
      <IntlProvider locale="en-GB" messages={windowTextsOf('en')}>
        {part}
      </IntlProvider>
    </ServicesContext>,
  );
  return { ...rendered, fake, user: userEvent.setup() };
}

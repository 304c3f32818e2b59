import { createRoot } from 'react-dom/client';

import { App } from '../../../renderer/app.tsx';
import { createConsoleStore } from '../../../renderer/state/console-store.ts';
import { createPreferencesStore } from '../../../renderer/state/preferences-store.ts';
import '../../../renderer/styles/base.css';
import { preferencesSchema } from '../../../shared/preferences.ts';
import { createFakeConsole } from '../../support/fake-console.ts';
import { scenesAt } from './scenes.ts';

// ?scene=awaiting-scan&language=he&theme=dark
const query = new URLSearchParams(window.location.search);
const scene = scenesAt(Date.now())[query.get('scene') ?? 'awaiting-scan'];
if (scene === undefined) throw new Error('no such scene');

const fake = createFakeConsole({
  ...scene,
  preferences: preferencesSchema.pick({ language: true, theme: true }).parse({
    language: query.get('language') ?? 'en',
    theme: query.get('theme') ?? 'light',
  }),
});
// For whoever drives this page: the fake's state can be moved from outside.
Object.assign(window, { fake });
const store = createConsoleStore(fake.client.console);
const preferences = createPreferencesStore(fake.client.preferences);
await preferences.load();
const info = await fake.client.app.info();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <App
    services={{
      console: fake.client,
      store,
      preferences,
      info: info.ok ? info.value : undefined,
      systemLocales: navigator.languages,
    }}
  />,
);

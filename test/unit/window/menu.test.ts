import type { MenuItemConstructorOptions } from 'electron';
import { expect, it } from 'vitest';

import { menuTemplate } from '../../../electron/window/menu.ts';
import { mainTexts as mainEn } from '../../../shared/i18n/en/main.ts';
import { mainTexts as mainHe } from '../../../shared/i18n/he/main.ts';
import { shortcuts } from '../../../shared/shortcuts.ts';

type Item = MenuItemConstructorOptions;

function menuOf(
  change: { platform?: NodeJS.Platform; isPackaged?: boolean; texts?: typeof mainEn; lock?: () => void } = {},
) {
  const commands: unknown[][] = [];
  const top = menuTemplate({
    texts: mainEn,
    platform: 'linux',
    isPackaged: true,
    command: (...command) => commands.push(command),
    openPractice: () => commands.push(['practice']),
    lock: undefined,
    ...change,
  });
  const items = top.flatMap(({ submenu }) => submenu as Item[]);
  return { top, items, commands };
}

it.each(['linux', 'darwin', 'win32'] as const)(
  'on %s every item has a label in the language, never a role’s own',
  (platform) => {
    for (const texts of [mainEn, mainHe]) {
      const { items } = menuOf({ platform, isPackaged: false, texts });
      const words = new Set<unknown>(Object.values(texts));
      for (const { type, label } of items) if (type !== 'separator') expect(words.has(label), label).toBe(true);
      expect(items.filter(({ role }) => role === 'quit')).toHaveLength(1);
    }
  },
);

it('gives each command to the window it was used in, with the keys that are listed', () => {
  const { items, commands } = menuOf();
  const used = {};
  for (const [name, accelerator] of Object.entries(shortcuts)) {
    const item = items.find(({ id }) => id === name);
    expect(item?.accelerator).toBe(accelerator);
    item?.click?.({} as never, used as never, {});
  }
  expect(commands).toEqual(Object.keys(shortcuts).map((name) => [name, used]));
});

it('has the developer tools only where it is not packed', () => {
  const roles = (isPackaged: boolean) => menuOf({ isPackaged }).items.map(({ role }) => role);
  expect(roles(true)).not.toContain('toggleDevTools');
  expect(roles(false)).toContain('toggleDevTools');
});

it('locks where there are operators, with the keys that the failure log has otherwise', () => {
  const keysIn = (items: Item[]) =>
    Object.fromEntries(items.flatMap(({ id, accelerator }) => (id === undefined ? [] : [[id, accelerator]])));
  expect(keysIn(menuOf().items)).toMatchObject({ 'failure-log': 'CmdOrCtrl+L' });
  expect(menuOf().items.some(({ id }) => id === 'lock')).toBe(false);
  let locked = 0;
  const { items } = menuOf({ lock: () => (locked += 1) });
  expect(keysIn(items)).toMatchObject({ lock: 'CmdOrCtrl+L', 'failure-log': 'CmdOrCtrl+Shift+L' });
  items.find(({ id }) => id === 'lock')?.click?.({} as never, undefined, {});
  expect(locked).toBe(1);
});

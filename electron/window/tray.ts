import { join } from 'node:path';

import { Menu, nativeImage, Tray } from 'electron';

import type { Clock } from '../pairing/ports.ts';
import type { Texts } from './texts.ts';
import { type TrayActions, type TrayState, traySummary, trayTemplate } from './tray-model.ts';

export interface TrayIcon {
  /** Shows or takes away. */
  setShown(shown: boolean): void;
  readonly isShown: () => boolean;
  /** What it tells of has changed; it follows within half a second. */
  readonly changed: () => void;
}

/** Some systems build the menu anew over a bus: not for every step of every session. */
const quietMs = 500;

/** The tray icon: how things stand, the tenants that need someone, and the way back to the window. */
export function createTrayIcon(options: {
  /** The folder with `tray.png` and its variants; the system picks the one for its scale. */
  readonly pictures: string;
  readonly platform: NodeJS.Platform;
  readonly texts: Texts;
  readonly state: () => TrayState;
  readonly actions: TrayActions;
  readonly clock: Clock;
}): TrayIcon {
  const { pictures, platform, texts, state, actions, clock } = options;
  let tray: Tray | undefined;
  let shown: string | undefined;
  let cancelUpdate: (() => void) | undefined;

  function pictureOf({ attention }: TrayState): Electron.NativeImage {
    // macOS colours a template to suit its menu bar.
    const kind = platform === 'darwin' ? 'Template' : '';
    return nativeImage.createFromPath(join(pictures, `tray${attention > 0 ? 'Attention' : ''}${kind}.png`));
  }

  function update(): void {
    cancelUpdate = undefined;
    if (tray === undefined) return;
    const now = state();
    const words = texts.current();
    const looks = JSON.stringify([now, traySummary(now, words)]);
    if (looks === shown) return;
    shown = looks;
    tray.setImage(pictureOf(now));
    tray.setToolTip(traySummary(now, words).join('\n'));
    tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(now, words, actions)));
  }

  texts.onChange(update);

  return {
    setShown(wanted) {
      if (wanted === (tray !== undefined)) return;
      tray?.destroy();
      tray = wanted ? new Tray(pictureOf(state())) : undefined;
      shown = undefined;
      // On macOS a click opens the menu.
      if (platform !== 'darwin') tray?.on('click', actions.open);
      update();
    },
    isShown: () => tray !== undefined,
    changed() {
      cancelUpdate ??= clock.after(quietMs, update);
    },
  };
}

import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';

import type { Contract } from '../shared/ipc/contract.ts';
import { channelKinds } from './ipc/channel-kinds.ts';
import { createClient } from './ipc/client.ts';

/**
 * The window's only way out: `window.pairingConsole`, one function for every name of the contract. Neither
 * `ipcRenderer` nor Electron's event objects pass the bridge.
 */
contextBridge.exposeInMainWorld(
  'pairingConsole',
  createClient<Contract>(channelKinds, {
    invoke: (channel, input) => ipcRenderer.invoke(channel, input),
    listen(channel, listener) {
      const pass = (_event: IpcRendererEvent, data: unknown): void => listener(data);
      ipcRenderer.on(channel, pass);
      return () => void ipcRenderer.off(channel, pass);
    },
  }),
);

import { type IpcRendererEvent, contextBridge, ipcRenderer } from 'electron';

import type { DisplayContract } from '../shared/ipc/display-contract.ts';
import { displayChannelKinds } from './ipc/channel-kinds.ts';
import { createClient } from './ipc/client.ts';

/** All that the customers' page has of the program: the codes on screen. */
contextBridge.exposeInMainWorld(
  'customerDisplay',
  createClient<DisplayContract>(displayChannelKinds, {
    invoke: (channel, input) => ipcRenderer.invoke(channel, input),
    listen(channel, listener) {
      const pass = (_event: IpcRendererEvent, data: unknown): void => listener(data);
      ipcRenderer.on(channel, pass);
      return () => void ipcRenderer.off(channel, pass);
    },
  }).display,
);

import { type IpcRendererEvent, contextBridge, ipcRenderer } from 'electron';

import type { StartContract } from '../shared/ipc/start-contract.ts';
import { startChannelKinds } from './ipc/channel-kinds.ts';
import { createClient } from './ipc/client.ts';

/** All that the page in front of the console has of the program: what to ask, and the person's answer. */
contextBridge.exposeInMainWorld(
  'consoleStart',
  createClient<StartContract>(startChannelKinds, {
    invoke: (channel, input) => ipcRenderer.invoke(channel, input),
    listen(channel, listener) {
      const pass = (_event: IpcRendererEvent, data: unknown): void => listener(data);
      ipcRenderer.on(channel, pass);
      return () => void ipcRenderer.off(channel, pass);
    },
  }).start,
);

import { contextBridge, ipcRenderer } from 'electron';

import type { CeremonyContract } from '../shared/ipc/ceremony-contract.ts';
import { ceremonyChannelKinds } from './ipc/channel-kinds.ts';
import { createClient } from './ipc/client.ts';

/** All that the passkey's page has of the program: its task, and one answer. */
contextBridge.exposeInMainWorld(
  'passkeyCeremony',
  createClient<CeremonyContract>(ceremonyChannelKinds, {
    invoke: (channel, input) => ipcRenderer.invoke(channel, input),
    listen: () => () => undefined,
  }).ceremony,
);

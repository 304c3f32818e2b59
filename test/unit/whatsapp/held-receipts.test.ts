import { expect, it } from 'vitest';

import { holdReceipts } from '../../../electron/whatsapp/held-receipts.ts';
import { isWorkOnMessage } from '../../../electron/whatsapp/message-keys.ts';
import { createRecent } from '../../../electron/whatsapp/recent.ts';

it('keeps the keys that a message brings for its group with the message', async () => {
  const events: string[] = [];
  const socket = {
    ws: { socket: { send: () => events.push('sent') } },
    signalRepository: {
      decryptMessage: () => Promise.resolve(new Uint8Array()),
      decryptGroupMessage: () => Promise.resolve(new Uint8Array()),
      processSenderKeyDistributionMessage() {
        events.push(isWorkOnMessage() ? 'with the message' : 'alone');
        return Promise.resolve();
      },
    },
    messageMutex: { mutex: <T>(task: () => Promise<T>) => task() },
  } as unknown as Parameters<typeof holdReceipts>[0];
  const receipts = holdReceipts(socket, {
    kept: () => undefined,
    keys: {
      flush() {
        events.push('flushed');
        return Promise.resolve();
      },
    },
    decrypted: createRecent(2_000),
    onRefused: () => events.push('refused'),
  });
  await socket.signalRepository.processSenderKeyDistributionMessage({ authorJid: '1@lid', item: {} });
  const { socket: raw } = socket.ws as unknown as { readonly socket: { send(frame: Uint8Array): void } };
  raw.send(new Uint8Array());
  await receipts.idle();
  expect(events).toEqual(['with the message', 'flushed', 'sent']);
});

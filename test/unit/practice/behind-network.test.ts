import { expect, it } from 'vitest';

import type { Credentials, LinkSocket, SocketEvent, SocketFactory } from '../../../electron/pairing/ports.ts';
import { behindNetwork } from '../../../electron/practice/behind-network.ts';

it('says that there is no way out while the network is off, and what the socket says while it is on', async () => {
  let isUp = false;
  let emitFromSocket: (event: SocketEvent) => void = () => undefined;
  const sockets: SocketFactory = {
    open({ emit }) {
      emitFromSocket = emit;
      return Promise.resolve({} as LinkSocket);
    },
    renew: () => Promise.resolve(),
  };
  const heard: SocketEvent[] = [];
  await behindNetwork(sockets, () => isUp).open({
    tenantId: 'shop' as never,
    credentials: {} as Credentials,
    emit: (event) => heard.push(event),
    onFrame: () => undefined,
  });
  const refused: SocketEvent = { type: 'end', end: { by: 'library', message: 'refused', systemCode: 'ECONNREFUSED' } };
  emitFromSocket(refused);
  isUp = true;
  emitFromSocket(refused);
  expect(heard).toEqual([
    { type: 'end', end: { by: 'library', message: 'connect ENETUNREACH', systemCode: 'ENETUNREACH' } },
    refused,
  ]);
});

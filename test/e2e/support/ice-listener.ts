import dgram from 'node:dgram';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

import type { Page } from '@playwright/test';

/** A STUN and TURN server by address only: it answers nothing and counts what comes. */
export interface IceListener {
  /** How many datagrams and connections have come. */
  heard(): { readonly datagrams: number; readonly connections: number };
  /** Lets the page gather candidates with this server, until it has gathered all it can. */
  askFrom(page: Page): Promise<void>;
  close(): Promise<void>;
}

export async function listenForIce(): Promise<IceListener> {
  let datagrams = 0;
  let connections = 0;
  const stun = dgram.createSocket('udp4').on('message', () => (datagrams += 1));
  const turn = net.createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  stun.bind(0, '127.0.0.1');
  turn.listen(0, '127.0.0.1');
  await Promise.all([once(stun, 'listening'), once(turn, 'listening')]);
  const servers = [
    { urls: `stun:127.0.0.1:${stun.address().port}` },
    ...['turn', 'turns'].map((scheme) => ({
      urls: `${scheme}:127.0.0.1:${(turn.address() as AddressInfo).port}?transport=tcp`,
      username: 'u',
      credential: 'c',
    })),
  ];
  return {
    heard: () => ({ datagrams, connections }),
    async askFrom(page) {
      await page.evaluate(`(async () => {
        const peer = new RTCPeerConnection({ iceServers: ${JSON.stringify(servers)} });
        peer.createDataChannel('way out');
        const gathered = new Promise((resolve) => {
          peer.addEventListener('icegatheringstatechange', () => {
            if (peer.iceGatheringState === 'complete') resolve();
          });
        });
        await peer.setLocalDescription();
        await gathered;
        peer.close();
      })()`);
    },
    async close() {
      stun.close();
      turn.close();
      await once(turn, 'close');
    },
  };
}

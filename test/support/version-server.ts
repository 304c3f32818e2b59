import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface VersionServer {
  readonly url: string;
  /** How often it was asked. */
  readonly asked: number;
  close(): Promise<void>;
}

/** A page on 127.0.0.1 that answers as it is told, and counts. */
export async function createVersionServer(answer: (response: ServerResponse) => void): Promise<VersionServer> {
  let asked = 0;
  const server = createServer((_request: IncomingMessage, response) => {
    asked += 1;
    answer(response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/sw.js`,
    get asked() {
      return asked;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export function publish(revision: number): (response: ServerResponse) => void {
  return (response) => void response.end(`/*! {"client_revision":${revision},"build":1} */`);
}

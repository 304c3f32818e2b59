import type { WASocket } from '@whiskeysockets/baileys';

/**
 * Fault: the library listens for an HTTP answer in the place of a WebSocket (a portal, a proxy, a filter) and does
 * nothing with it. The listener also keeps `ws` from giving up, so the socket hangs until a timeout.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/Client/websocket.js, `unexpected-response`.
 * Repair: the request is ended and `onAnswer` is told the HTTP status.
 * Shown by: test/integration/whatsapp/repairs/ignored-http-answers.test.ts.
 */
export function hearHttpAnswers(socket: Pick<WASocket, 'ws'>, onAnswer: (statusCode: number) => void): void {
  socket.ws.on('unexpected-response', (request: { destroy(): void }, { statusCode = 0 }: { statusCode?: number }) => {
    request.destroy();
    onAnswer(statusCode);
  });
}

/** Where WhatsApp's web clients connect: the client library's default, for code that must not load the library. */
export const whatsappEndpoint = 'wss://web.whatsapp.com/ws/chat';

const loopbackHost = /^(127\.0\.0\.1|localhost|\[::1\])$/;

/** Whether an endpoint lies on this machine, by its address as it is written; no name is looked up. */
export function isLoopbackEndpoint(url: string): boolean {
  return loopbackHost.test(new URL(url).hostname);
}

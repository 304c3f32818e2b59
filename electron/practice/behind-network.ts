import type { Credentials, SocketEvent, SocketFactory } from '../pairing/ports.ts';

/** What a socket says of a way that is cut on this computer, as the system would. */
function cut(event: SocketEvent): SocketEvent {
  if (event.type !== 'end' || event.end.by !== 'library') return event;
  return { ...event, end: { ...event.end, message: 'connect ENETUNREACH', systemCode: 'ENETUNREACH' } };
}

/**
 * Practice's WhatsApp is on this machine, so a network that is switched off there refuses a connection. Behind this,
 * the sockets say what a computer without internet says: there is no way out.
 */
export function behindNetwork<C extends Credentials>(sockets: SocketFactory<C>, isUp: () => boolean): SocketFactory<C> {
  return {
    ...sockets,
    open: (options) => sockets.open({ ...options, emit: (event) => options.emit(isUp() ? event : cut(event)) }),
  };
}

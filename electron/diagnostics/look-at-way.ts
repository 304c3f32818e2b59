import type { Dialer } from '../network/dialer.ts';
import type { Target } from '../network/routes.ts';
import type { WayFound } from '../network/shut-way.ts';
import type { Clock } from '../pairing/ports.ts';
import { askForUpgrade, findPortal, plainPortOf } from './http-questions.ts';

/** How long each of the two questions may take, in ms. */
const boundMs = 2_500;

/** The system's codes of a connection that nothing lets through, or that is cut. */
const shutCodes = /^(ECONN\w+|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)$/;

/**
 * One light look at the way that links of this computer take: a WebSocket is asked for and hung up, and where none opens,
 * plain HTTP is asked for a page of the network. Nothing is said to WhatsApp. Never rejects; takes 5 s at most.
 */
export async function lookAtWay(
  { url, dialer, clock }: { readonly url: string; readonly dialer: Dialer; readonly clock: Pick<Clock, 'after'> },
  signal: AbortSignal,
): Promise<WayFound> {
  const { hostname, port, pathname, search, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'wss:';
  const target = { host, port: port === '' ? (secure ? 443 : 80) : Number(port), secure, use: 'link' } as const;
  const asked = { host, lookup: () => undefined };

  async function bounded<T>(ask: (within: AbortSignal) => Promise<T>): Promise<T> {
    const late = new AbortController();
    const cancel = clock.after(boundMs, () => late.abort());
    return ask(AbortSignal.any([signal, late.signal])).finally(cancel);
  }

  const agent = () => dialer.agent(url, 'link');
  const upgrade = { ...asked, port: target.port, path: `${pathname}${search}`, secure, agent };
  const found = await bounded((within) => askForUpgrade(upgrade, within));
  if (found.code === 'websocket-opened') return { code: 'open' };
  // 101 is no page: something pretends to be a WebSocket.
  if (found.code === 'websocket-portal' && found.status !== 101) return { code: 'portal', status: found.status };
  if (found.code !== 'websocket-failed') return { code: 'other' };
  // The proxy that answers a page is the link's own finding.
  if (found.systemCode === 'PROXY_PAGE') return { code: 'shut' };

  if (secure && (await goesDirect(dialer, target))) {
    const plain = { ...asked, port: plainPortOf(url), agent: () => dialer.agent(`http://${hostname}/`, 'link') };
    const status = await bounded((within) => findPortal(plain, within));
    if (status !== undefined) return { code: 'portal', status };
  }
  return { code: shutCodes.test(found.systemCode) ? 'shut' : 'other' };
}

/** Behind a proxy the answer to plain HTTP would be the proxy's. */
async function goesDirect(dialer: Dialer, target: Target): Promise<boolean> {
  const route = await dialer.findRoute(target).catch(() => undefined);
  return route?.hops[0] === 'direct';
}

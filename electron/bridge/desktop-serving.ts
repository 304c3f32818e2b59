import type { BridgeState } from '../../shared/bridge.ts';
import type { Result } from '../../shared/result.ts';
import type { Logger } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';
import type { Bridge } from './bridge.ts';

/** The one bridge of the desktop, which starts, stops and changes in turn. */
export interface Serving {
  /** The bridge that serves. */
  bridge(): Bridge | undefined;
  /** The same, or the one before it: still the place for messages while the next one starts or the program ends. */
  lastBridge(): Bridge | undefined;
  kind(): BridgeState['serving'];
  /** Stops what serves and starts anew, if anything is to be served. */
  restart(): Promise<void>;
  /** Runs a change of the bridge that serves, in its turn. */
  change(task: (bridge: Bridge | undefined) => Promise<void>): Promise<void>;
  /** Resolves once no start, stop or change is under way; `undefined`: none is. */
  changing(): Promise<void> | undefined;
  close(): Promise<void>;
}

export function createServing(options: {
  readonly isEnabled: () => boolean;
  /** Makes a bridge that does not listen yet, or says why it cannot. Called after the former one has kept its messages. */
  readonly make: () => Promise<Result<Bridge, { readonly code: string }>>;
  readonly onChange: () => void;
  readonly logger: Logger;
}): Serving {
  const { isEnabled, make, onChange, logger } = options;
  let bridge: Bridge | undefined;
  let former: Bridge | undefined;
  let serving: BridgeState['serving'] = { kind: 'off' };
  const work = createQueue();
  let changesUnderWay = 0;
  let closed = false;

  function become(now: BridgeState['serving']): void {
    serving = now;
    if (!closed) onChange();
  }

  async function stop(): Promise<void> {
    if (bridge === undefined) return;
    former = bridge;
    bridge = undefined;
    await former.close();
  }

  async function start(): Promise<void> {
    if (!isEnabled() || closed) {
      if (!closed) former = undefined;
      become({ kind: 'off' });
      return;
    }
    become({ kind: 'starting' });
    // One queue of webhooks at a time.
    await former?.settle();
    const made = await make();
    if (!made.ok) {
      become({ kind: 'failed', code: made.error.code });
      return;
    }
    former = undefined;
    bridge = made.value;
    const listening = await bridge.listen();
    if (!listening.ok) {
      await stop();
      become({ kind: 'failed', code: listening.error.code });
      return;
    }
    const { port } = listening.value;
    logger.info('the bridge serves', { port });
    become({ kind: 'listening', port });
  }

  function inTurn(change: () => Promise<void>): Promise<void> {
    changesUnderWay += 1;
    return work.run(async () => {
      try {
        await change();
      } catch (error) {
        logger.error('the bridge failed', { error });
        await stop();
        become({ kind: 'failed', code: 'internal-error' });
      } finally {
        changesUnderWay -= 1;
      }
    });
  }

  return {
    bridge: () => bridge,
    lastBridge: () => bridge ?? former,
    kind: () => serving,
    restart: () =>
      inTurn(async () => {
        await stop();
        await start();
      }),
    change: (task) =>
      inTurn(async () => {
        await task(bridge);
        become(serving);
      }),
    changing: () => (changesUnderWay > 0 ? work.idle() : undefined),
    async close() {
      closed = true;
      await work.idle();
      await stop();
    },
  };
}

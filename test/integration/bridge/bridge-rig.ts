import { Agent, request, type RequestOptions } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { createBridgeKeys } from '../../../electron/bridge/bridge-keys.ts';
import { type Bridge, type BridgeOptions, createBridge } from '../../../electron/bridge/bridge.ts';
import type { WebhookOptions } from '../../../electron/bridge/webhooks/webhooks.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

export const secret = 'an-internal-secret-of-32-letters';

export interface Ask {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | Buffer;
  readonly json?: unknown;
}
export interface Heard {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly json: unknown;
}
export interface BridgeRig extends Rig {
  readonly bridge: Bridge;
  readonly port: number;
  readonly errors: () => readonly string[];
  /** Asks over a real connection, with the right secret unless told otherwise. The path is sent as it is. */
  ask(method: string, path: string, ask?: Ask): Promise<Heard>;
}

/** The console rig with the bridge on it, listening. Both keep the rig's fake time. */
export async function createBridgeRig(
  webhooks?: WebhookOptions,
  bridgeOptions: Partial<BridgeOptions> = {},
  ...consoleOptions: Parameters<typeof createRig>
): Promise<BridgeRig> {
  const rig = await createRig(...consoleOptions);
  const logger = createRecordingLogger();
  const bridge = await createBridge({
    console: rig.console(),
    secret,
    keys: createBridgeKeys({ path: join(rig.dataFolder, 'bridge-keys.json'), clock: rig.clock, logger }),
    host: '127.0.0.1',
    port: 0,
    webhooks,
    mediaFolder: join(rig.dataFolder, 'media'),
    version: '1.2.3',
    clock: rig.clock,
    logger,
    ...bridgeOptions,
  });
  rig.onChange(bridge.changed);
  const listening = await bridge.listen();
  if (!listening.ok) throw new Error(listening.error.code);
  const { port } = listening.value;
  const agent = new Agent({ keepAlive: true });

  return {
    ...rig,
    bridge,
    port,
    errors: () => logger.lines.filter(({ level }) => level === 'error').map(({ message }) => message),
    ask: (method, path, { headers = {}, body, json } = {}) => {
      const payload = json === undefined ? body : JSON.stringify(json);
      const all: Record<string, string | undefined> = {
        'x-internal-secret': secret,
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(payload === undefined ? {} : { 'content-length': String(Buffer.byteLength(payload)) }),
        ...headers,
      };
      const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
      return exchange({ agent, host: '127.0.0.1', port, method, path, headers: sent }, payload);
    },
    async close() {
      agent.destroy();
      await bridge.close();
      await rig.close();
    },
  };
}

function exchange(options: RequestOptions, payload: string | Buffer | undefined): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const asked = request(options, (answer) => {
      text(answer).then((body) => {
        const type = answer.headers['content-type'] ?? '';
        const json: unknown = type.startsWith('application/json') && body !== '' ? JSON.parse(body) : undefined;
        resolve({ status: answer.statusCode ?? 0, type, text: body, json });
      }, reject);
    });
    asked.on('error', reject);
    asked.end(payload);
  });
}

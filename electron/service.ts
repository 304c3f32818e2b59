import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import process from 'node:process';

import manifest from '../package.json' with { type: 'json' };
import { ok } from '../shared/result.ts';
import { openAudit } from './audit/audit.ts';
import { auditOfBridge } from './audit/doors.ts';
import { createBridgeKeys } from './bridge/bridge-keys.ts';
import { createBridge } from './bridge/bridge.ts';
import { systemClock as clock } from './clock/system-clock.ts';
import { createConsole } from './console/console.ts';
import { dataFolderAt } from './console/data-folder.ts';
import { type ServiceEnvironment, readServiceEnvironment } from './console/environment.ts';
import { joinServices, urlOf } from './console/join-services.ts';
import { isMoveCommand, moveCommands } from './console/move-commands.ts';
import { createServiceNetwork } from './console/network.ts';
import { createOtherServices } from './console/other-services.ts';
import { answerPlain, changeKey, lockFolder, moveByCommand, refuse, writeExport } from './console/service-commands.ts';
import { isKeyCommand, keyCommands } from './console/service-data.ts';
import { openServiceStores } from './console/service-stores.ts';
import { stopOnSignals } from './console/stop-on-signals.ts';
import { createLogger } from './logging/logger.ts';
import { type NetworkChanges, watchNetwork } from './network/network-changes.ts';
import { packOnWire, readPackFile } from './updates/protocol-pack/pack-file.ts';

/** Who waits for the service to listen asks at once; loading the client library would hold up that answer. In ms. */
const warmUpAfterMs = 1_000;

const print = (text: string) => process.stdout.write(text);

const environment = readServiceEnvironment(process.env);
const [command, ...args] = process.argv.slice(2);
if (await answerPlain(process.argv.slice(2), manifest.version)) process.exitCode = 0;
else if (!environment.ok) refuse(environment.error.map((line) => `The environment variable ${line}`));
else if (command === undefined) await serve(environment.value);
else if (command === 'export' && args.length === 2) await writeExport(environment.value, args[0], args[1]);
else if (isMoveCommand(command)) await moveByCommand(environment.value, command, args);
else if (isKeyCommand(command) && args.length === 0) await changeKey(environment.value, command);
else
  refuse([
    `There is no such command: service help names them (export, ${[...keyCommands, ...moveCommands].join(', ')}, …)`,
  ]);

/** The console over HTTP, until a signal ends it. */
async function serve(env: ServiceEnvironment): Promise<void> {
  const folder = dataFolderAt(resolve(env.DATA_DIR));
  const logger = createLogger({ level: env.LOG_LEVEL, write: print });
  // The client library leaves promises that it does not await. A rejected one must not end the other sessions.
  process.on('unhandledRejection', (error) => logger.error('unhandled rejection', { error }));
  process.on('uncaughtException', (error) => {
    logger.error('uncaught exception', { error });
    process.exit(1);
  });
  const lock = await lockFolder(folder.path, logger);
  if (lock === undefined) return;
  const { onEnd, end } = stopOnSignals(logger);
  async function giveUp(why: string): Promise<void> {
    await end();
    refuse([why]);
    // Sessions that were restored may have left timers.
    process.exit();
  }

  onEnd(() => lock.release());
  const { BRIDGE_HOST: host, BRIDGE_PORT: port, INTERNAL_SECRET: secret } = env;
  const kept = await openServiceStores({ env, folder, toServe: true, clock, logger });
  if (!kept.ok) return giveUp(kept.error);

  onEnd(kept.value.close);
  const { PROTOCOL_PACK_FILE: file, UPDATE_KEY_FILE: keyFile } = env;
  const protocol = await readPackFile({ file, keyFile, seen: folder.protocolPack, version: manifest.version, logger });
  const { among } = kept.value;
  let changes: NetworkChanges | undefined;
  const incoming = env.INCOMING_MESSAGES === 'true';
  const core = await createConsole({
    ...kept.value,
    webVersionFile: folder.webVersion,
    whatsappUrl: env.WHATSAPP_URL,
    unverified: env.WHATSAPP_UNVERIFIED === '1',
    pinnedVersion: env.WA_VERSION,
    protocol: () => (protocol.kind === 'in-use' ? protocol : undefined),
    attemptLimits: env.LINK_ATTEMPTS,
    readsMessages: incoming,
    weeklyPresence: () => env.WEEKLY_PRESENCE === 'true',
    network: { ...createServiceNetwork(env, logger), isOffline: () => changes?.online() === false },
    clock,
    logger,
  });
  // An endpoint on this machine needs no network.
  if (env.WHATSAPP_URL === undefined) {
    changes = watchNetwork({
      interfaces: networkInterfaces,
      clock,
      onChange(online) {
        logger.info('the network has changed', { online });
        core.registry.networkChanged();
      },
    });
  }
  const audit = await openAudit({ folder: kept.value.audit, clock, logger });
  const { BACKEND_URL: backendUrl, FLAP_WINDOW_MS: flapMs, WEBHOOK_SECRET: signingSecret } = env;
  const bridge = await createBridge({
    console: core,
    secret,
    keys: createBridgeKeys({ path: kept.value.bridgeKeys, clock, logger }),
    host,
    port,
    isAtWork: among?.node.isIn,
    otherNodes: among && createOtherServices({ node: among.node, registry: core.registry, clock }),
    nodes: among && (() => among.node.cluster().nodes),
    names: env.BRIDGE_NAMES,
    mostTenants: env.MAX_TENANTS,
    webhooks: backendUrl === undefined ? undefined : { backendUrl, incoming, flapMs, signingSecret },
    audit: auditOfBridge(audit),
    mediaFolder: folder.media,
    version: manifest.version,
    protocolPack: () => packOnWire(protocol),
    clock,
    logger,
  });
  core.subscribe({
    onChange: bridge.changed,
    onMessages: bridge.incoming,
    roomForMessages: bridge.roomForMessages,
    messagesKept: bridge.messagesKept,
    onNotice: ({ code, path }) => logger.warn('notice', { code, path }),
  });

  onEnd(async () => {
    changes?.stop();
    await Promise.all([bridge.close(), core.close()]);
    // The last messages came while the sockets closed.
    await bridge.settle();
    await audit.close();
  });

  const { registry } = core;
  // Of a database, the share of this service comes once it has joined the others.
  const opened = among === undefined ? await registry.open() : ok();
  if (!opened.ok) {
    // A service without its tenants would tell the backend that none of them is linked.
    const where = 'place' in opened.error ? ` in ${opened.error.place}` : '';
    return giveUp(`The tenants could not be read: ${opened.error.code}${where}`);
  }
  // Links that come back need the client library now: no call has to wait while it loads.
  const running = registry.tenantIds().some((tenantId) => registry.view(tenantId)?.session.phase !== 'idle');
  if (running || among !== undefined) await core.warmUp();
  const listening = await bridge.listen();
  if (!listening.ok) {
    return giveUp(`${host}:${port} cannot be used: ${listening.error.code}`);
  }
  if (!/^(127\.|::1$|localhost$)/.test(host)) {
    logger.warn('the bridge can be reached from other machines', { host });
  }
  const url = env.NODE_URL ?? urlOf(host, listening.value.port);
  if (among !== undefined) await joinServices({ among, registry, hooks: bridge, url, onEnd, clock, logger });
  logger.info('listening', { host, port: listening.value.port, pid: process.pid });
  await core.sweep();
  clock.after(warmUpAfterMs, () => void core.warmUp());
}

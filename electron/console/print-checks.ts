import { levelOf } from '../../shared/preflight-rules.ts';
import { type Check, runChecks } from '../diagnostics/run-checks.ts';
import { createWorkstationChecks } from '../diagnostics/workstation-checks.ts';
import { createDialer } from '../network/dialer.ts';
import { createRoutes } from '../network/routes.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { createNetworkCheck } from './network-check.ts';
import type { ConsoleNetwork } from './network.ts';

/** A program that has the data folder knows these; a command beside it does not. */
const othersKnow: ReadonlySet<string> = new Set(['instance', 'version']);

/** What a command can look at: the way to WhatsApp as this workstation takes it, the disk, and the keyring where one is needed. */
export function checksOfCommand(options: {
  readonly dataFolder: string;
  readonly whatsappUrl: string | undefined;
  readonly network: ConsoleNetwork;
  readonly hasKeyring?: (() => Promise<boolean>) | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}): Check[] {
  const { dataFolder, whatsappUrl, network, hasKeyring, clock, logger } = options;
  const findRoute = createRoutes({ ...network, tenantProxy: () => undefined });
  const dialer = createDialer({ ...network, findRoute, clock });
  const here = createWorkstationChecks({
    dataFolder,
    clock,
    versions: () => ({ pin: undefined, published: undefined, isFetched: false }),
    otherInstance: () => Promise.resolve('unknown'),
    hasKeyring,
  });
  const way = createNetworkCheck({ whatsappUrl, dialer, clock, logger }).checks();
  return [...way, ...here.filter(({ id }) => !othersKnow.has(id))];
}

/**
 * Carries the checks out and prints a line for each, as it ends: check, level, finding, time, and the finding's details.
 * Answers whether nothing failed.
 */
export async function printChecks(options: {
  readonly checks: readonly Check[];
  readonly print: (line: string) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<boolean> {
  const { checks, print, clock, logger } = options;
  let passed = true;
  await runChecks({
    checks,
    signal: new AbortController().signal,
    onStart: () => undefined,
    onResult({ id, finding: { code, ...details }, ms }) {
      const level = levelOf[code];
      if (level === 'failed') passed = false;
      const more = Object.keys(details).length === 0 ? '' : ` ${JSON.stringify(details)}`;
      print(`${id} ${level} ${code} ${Math.round(ms)} ms${more}\n`);
    },
    clock,
    logger,
  });
  return passed;
}

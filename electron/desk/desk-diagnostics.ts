import type { AppInfo } from '../../shared/app.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Publisher } from '../../shared/ipc/define.ts';
import type { LastEnd } from '../../shared/last-end.ts';
import type { Console } from '../console/console.ts';
import type { DataFolder } from '../console/data-folder.ts';
import type { DataLock } from '../console/data-lock.ts';
import { createBench } from '../console/self-test.ts';
import type { Keyring } from '../crypto/keyring.ts';
import type { BundleSources } from '../diagnostics/bundle-parts.ts';
import { type Diagnostics, createDiagnostics } from '../diagnostics/diagnostics.ts';
import { createWorkstationChecks } from '../diagnostics/workstation-checks.ts';
import { redactText } from '../logging/redact-text.ts';
import { redact } from '../logging/redact.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { Settings } from '../settings/settings.ts';
import { whatsappEndpoint } from '../whatsapp/endpoint.ts';

interface DeskDiagnosticsOptions {
  readonly core: Console;
  readonly folder: DataFolder;
  readonly whatsappUrl: string | undefined;
  /** `undefined`: the folder could not be locked. */
  readonly lock: DataLock | undefined;
  readonly keyring: Keyring;
  readonly settings: Pick<Settings, 'preferences' | 'bridge' | 'windowState'>;
  readonly info: () => Promise<AppInfo>;
  /** Asks where to save a file of this name; `undefined`: nowhere. */
  readonly chooseFile: (name: string) => Promise<string | undefined>;
  readonly showFile: (path: string) => void;
  /** The environment as the program was started with it. */
  readonly env: Readonly<Record<string, unknown>>;
  readonly lastEnd: LastEnd | undefined;
  readonly publish: Publisher<Contract>['diagnostics']['changed'];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Diagnosis of the real desk's workstation, wired. */
export function createDeskDiagnostics(options: DeskDiagnosticsOptions): Diagnostics {
  const { chooseFile, showFile } = options;
  const { core, folder, whatsappUrl, lock, keyring, publish, clock, logger } = options;
  const url = whatsappUrl ?? whatsappEndpoint;
  return createDiagnostics({
    host: new URL(url).hostname,
    createChecks: () => [
      ...core.networkCheck.checks(),
      ...createWorkstationChecks({
        dataFolder: folder.path,
        clock,
        versions: core.versions.known,
        otherInstance: async () => (lock === undefined ? 'unknown' : ((await lock.otherHolder()) ?? 'none')),
        hasKeyring: () => keyring.isThere(),
      }),
    ],
    selfTestFolder: folder.selfTests,
    bench: createBench({ clock, logger }),
    sources: bundleSourcesOf(options),
    chooseFile,
    showFile,
    lastEnd: options.lastEnd,
    publish,
    clock,
    logger,
  });
}

/** The contents of the real desk's bundle, except the last checks. */
export function bundleSourcesOf(
  options: Pick<DeskDiagnosticsOptions, 'core' | 'folder' | 'settings' | 'info' | 'env' | 'clock'>,
): Omit<BundleSources, 'diagnostics' | 'nameDumps'> {
  const { core, folder, settings, info, env, clock } = options;
  return {
    dataFolder: folder.path,
    logFolder: folder.logs,
    info,
    waVersions: () => core.versions.known(),
    settings() {
      // The address of a webhook often holds a key.
      const { backendUrl, ...bridge } = settings.bridge();
      return {
        preferences: settings.preferences(),
        bridge: { ...bridge, hasBackend: backendUrl !== null },
        window: settings.windowState(),
      };
    },
    environment: () => Object.keys(env).filter((name) => env[name] !== undefined),
    tenants: () => core.registry.tenantIds().flatMap((id) => core.registry.view(id) ?? []),
    inspect: (tenantId) => core.store.inspect(tenantId),
    quarantined: () => core.store.listQuarantine(),
    journal: core.journal,
    redact,
    redactText,
    clock,
  };
}

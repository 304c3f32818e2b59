import { join } from 'node:path';

import type { AppInfo } from '../../shared/app.ts';
import type { TenantView } from '../../shared/console.ts';
import type { DiagnosticsState } from '../../shared/diagnostics.ts';
import type { StorageError } from '../../shared/errors.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Preflight } from '../../shared/preflight.ts';
import type { Result } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Inspection } from '../auth/inspect.ts';
import type { QuarantinedFolder } from '../auth/quarantine.ts';
import { readIfPresent } from '../files/durable-file.ts';
import type { JournalStore } from '../journal/journal.ts';
import type { Clock } from '../pairing/ports.ts';
import type { KnownVersions } from '../whatsapp/version.ts';
import { createPublicIds } from './public-ids.ts';
import type { ZipPart } from './zip-file.ts';

/** Where a bundle gets its contents from. Every bundle reads all of it again. */
export interface BundleSources {
  readonly dataFolder: string;
  readonly logFolder: string;
  readonly info: () => Promise<AppInfo>;
  /** Which WA Web versions are known, and which one is pinned. */
  readonly waVersions: () => KnownVersions;
  /** What was chosen in the window, without secrets. */
  readonly settings: () => unknown;
  /** The names of the environment variables that are set; never their values. */
  readonly environment: () => readonly string[];
  readonly diagnostics: () => DiagnosticsState;
  /** Somebody agrees that the crash dumps are named. */
  readonly nameDumps: boolean;
  readonly tenants: () => readonly TenantView[];
  readonly inspect: (tenantId: TenantId) => Promise<Result<Inspection, StorageError>>;
  readonly quarantined: () => Promise<Result<readonly QuarantinedFolder[], StorageError>>;
  readonly journal: Pick<JournalStore, 'list' | 'flight'>;
  /** Masks numbers, codes, keys, secrets and data of contacts. */
  readonly redact: (value: unknown) => unknown;
  readonly redactText: (text: string) => string;
  readonly clock: Clock;
}

/** The newest failures may have recordings: 200 are kept, and not every failure has one. */
const newestFlights = 250;
/** The log and the two before it. */
const logNames = ['console.log', 'console.log.1', 'console.log.2'];

/**
 * Everything that a bundle holds, part by part. Each part names the fields that it takes, so that a field which is added
 * elsewhere does not get in. Texts go through the redaction once more: an older program may have written them.
 */
export function bundleParts(sources: BundleSources): ZipPart[] {
  const { dataFolder, journal, redactText, clock } = sources;
  const publicId = createPublicIds(redactText);
  const entries = journal.list({ limit: 10_000 });

  /** A path without the user's name. Each folder is redacted by itself, so that a number in one does not mask the rest. */
  const publicPath = (path: string) => path.replace(dataFolder, '<data>').split(/[\\/]/).map(redactText).join('/');
  const publicFailure = ({ place, detail, holder, ...failure }: Failure) => ({
    ...failure,
    ...(holder === undefined ? {} : { holder: publicId(holder) }),
    ...(place === undefined ? {} : { place: publicPath(place) }),
    ...(detail === undefined ? {} : { detail: redactText(detail) }),
  });

  async function standOf({ id, addedAt, expectedNumberMasked, session }: TenantView) {
    const { phase, since, evidence, failure, retry, account } = session;
    const found = await sources.inspect(id);
    return {
      id: publicId(id),
      addedAt,
      expectedNumber: expectedNumberMasked,
      phase,
      since,
      evidence,
      retry,
      platform: account?.platform === undefined ? undefined : redactText(account.platform),
      failure: failure && publicFailure(failure),
      credentials: found.ok
        ? { ...found.value, folder: publicPath(found.value.folder) }
        : { error: found.error.code, place: publicPath(found.error.place) },
    };
  }

  return [
    json('about.json', async () => {
      const { version, electron, chromium, node, platform } = await sources.info();
      const createdAt = new Date(clock.now()).toISOString();
      const programs = { version, electron, chromium, node, platform };
      return { createdAt, ...programs, waVersions: sources.waVersions(), environment: sources.environment() };
    }),
    json('settings.json', () => mapTexts(sources.settings(), redactText)),
    json('preflight.json', () => publicPreflight(sources.diagnostics().preflight, redactText) ?? notRun),
    json('last-end.json', () => {
      const { lastEnd } = sources.diagnostics();
      if (lastEnd === undefined) return { state: 'the run before closed in good order' };
      const { dumps, lines, ...end } = lastEnd;
      return {
        ...end,
        lines: lines.map((line) => ({ ...line, text: redactText(line.text) })),
        dumps: sources.nameDumps ? dumps : `${String(dumps.length)}, not named`,
      };
    }),
    json('self-test.json', () => sources.diagnostics().selfTest ?? notRun),
    json('tenants.json', async () => {
      const tenants: unknown[] = [];
      for (const tenant of sources.tenants()) tenants.push(await standOf(tenant));
      return tenants;
    }),
    json('quarantine.json', async () => {
      const kept = await sources.quarantined();
      if (!kept.ok) return { error: kept.error.code };
      return kept.value.map(({ tenantId, at, reason }) => ({
        tenant: publicId(tenantId),
        at,
        reason: redactText(reason),
      }));
    }),
    {
      name: 'journal.jsonl',
      read: () => {
        const lines = entries.map(({ id, tenantId, failure, ...entry }) =>
          JSON.stringify({
            id: publicId(id),
            tenantId: publicId(tenantId),
            ...entry,
            failure: publicFailure(failure),
          }),
        );
        return Promise.resolve(lines.map((line) => `${line}\n`).join(''));
      },
    },
    ...entries.slice(0, newestFlights).map(({ id }): ZipPart => ({
      name: `flights/${publicId(id)}.json`,
      read: async () => {
        const frames = await journal.flight(id);
        return frames && JSON.stringify(mapTexts(frames, redactText));
      },
    })),
    ...logNames.map((name): ZipPart => ({
      name: `logs/${name}`,
      read: async () => {
        const lines = (await readIfPresent(join(sources.logFolder, name)))?.toString('utf8').split('\n');
        return lines?.map((line) => cleanLine(line, sources)).join('\n');
      },
    })),
  ];
}

function json(name: string, read: () => unknown): ZipPart {
  return { name, read: async () => `${JSON.stringify(await read(), null, 2)}\n` };
}

const notRun = { state: 'not run since the program started' };

/** The check with the host and the certificate's issuer redacted. */
function publicPreflight(preflight: Preflight | undefined, redactText: BundleSources['redactText']) {
  return (
    preflight && {
      ...preflight,
      host: redactText(preflight.host),
      results: preflight.results.map(({ finding, ...result }) => ({
        ...result,
        finding: 'issuer' in finding ? { ...finding, issuer: redactText(finding.issuer) } : finding,
      })),
    }
  );
}

/** A line of the log, redacted by field names and by shape. A line that is not JSON, as a half-written one, by shape. */
function cleanLine(line: string, { redact, redactText }: Pick<BundleSources, 'redact' | 'redactText'>): string {
  if (line === '') return line;
  try {
    return JSON.stringify(redact(JSON.parse(line)));
  } catch (error) {
    if (error instanceof SyntaxError) return redactText(line);
    throw error;
  }
}

/** Applies `change` to every text in the data, field names included: WhatsApp chose those of a recording. */
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [change(name), mapTexts(item, change)]));
}

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import { z } from 'zod';

import { readLicences } from '../electron/desk/licences.ts';
import type { Licence } from '../shared/app.ts';

/** The folders of dist/ that each artefact has in it. */
export const partsOf = {
  desktop: ['main', 'preload', 'ceremony-preload', 'display-preload', 'renderer'],
  service: ['service'],
} as const;
export type Artefact = keyof typeof partsOf;

const manifestSchema = z.object({ productName: z.string() });
const componentSchema = z.looseObject({
  'bom-ref': z.string(),
  name: z.string(),
  version: z.string(),
  properties: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
});
/** CycloneDX 1.5, as far as it is read here (cyclonedx.org/docs/1.5/json). */
const billSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.looseObject({ component: z.looseObject({ version: z.string() }) }),
  components: z.array(componentSchema),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});
export type Bill = z.infer<typeof billSchema>;

/** Everything in the lock file, as npm itself lists it: `npm sbom`. */
export function readLockBill(root: string): Bill {
  const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: root,
    // With `production` it leaves out what is bundled. A process in which something was built says so.
    env: { ...process.env, NODE_ENV: '', npm_config_omit: '' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return billSchema.parse(JSON.parse(text));
}

/** The packages that the build has put into an artefact, without the program itself. Throws where it is not built. */
export async function readShipped(root: string, artefact: Artefact): Promise<Licence[]> {
  const folders = partsOf[artefact].map((part) => path.join(root, 'dist', part));
  const missing = folders.find((folder) => !existsSync(path.join(folder, 'licences.json')));
  if (missing !== undefined) throw new Error(`${missing} is not built: run npm run build`);
  const { productName } = manifestSchema.parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
  return (await readLicences(folders, [])).filter(({ name }) => name !== productName);
}

/**
 * The bill of one artefact: of `all` those that ship, with the licences that were found, and the runtime that is packed
 * with them. For one commit it is the same, byte for byte: `at` is the commit's time.
 */
export function billOf(options: {
  readonly all: Bill;
  readonly shipped: readonly Licence[];
  readonly artefact: string;
  readonly at: Date;
  readonly electron?: string | undefined;
}): Bill {
  const { all, shipped, artefact, at, electron } = options;
  const licences = new Map(shipped.map(({ name, version, licence }) => [`${name}@${version}`, licence]));
  const keyOf = ({ name, version }: { name: string; version: string }) => `${name}@${version}`;
  const packages = all.components.filter((component) => licences.has(keyOf(component)));
  const found = new Set(packages.map(keyOf));
  const unknown = shipped.map(keyOf).filter((key) => !found.has(key));
  if (unknown.length > 0) throw new Error(`not in package-lock.json: ${unknown.join(', ')}`);
  const components = packages.map((component) => ({
    ...component,
    scope: 'required',
    // npm calls them development: nothing is installed beside the program, everything is bundled.
    properties: component.properties?.filter(({ name }) => name !== 'cdx:npm:package:development') ?? [],
    licenses: [{ expression: licences.get(keyOf(component)) }],
  }));
  const runtime = electron === undefined ? [] : [runtimeOf(electron)];
  const refs = new Set(components.map((component) => component['bom-ref']));
  const dependencies = all.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }));
  return finished(all, { components: [...runtime, ...components], dependencies }, artefact, at);
}

/** The bill of the sources: everything that the lock file names, tools included. */
export function billOfSources(all: Bill, at: Date): Bill {
  return finished(all, { components: all.components, dependencies: all.dependencies }, 'sources', at);
}

function finished(all: Bill, parts: Pick<Bill, 'components' | 'dependencies'>, artefact: string, at: Date): Bill {
  const { component } = all.metadata;
  const subject = { ...component, type: 'application', name: `pairing-console-${artefact}` };
  const digest = createHash('sha256')
    .update(JSON.stringify([subject, parts, at]))
    .digest('hex');
  const serial = [digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`];
  return {
    ...all,
    serialNumber: `urn:uuid:${[...serial, digest.slice(20, 32)].join('-')}`,
    metadata: { ...all.metadata, timestamp: at.toISOString(), component: subject },
    ...parts,
  };
}

function runtimeOf(version: string): Bill['components'][number] {
  return {
    'bom-ref': `electron-runtime@${version}`,
    type: 'framework',
    name: 'electron',
    version,
    description:
      'The runtime, with Chromium and Node.js. LICENSES.chromium.html beside the program has their licences.',
    purl: `pkg:github/electron/electron@v${version}`,
    licenses: [{ expression: 'MIT' }],
  };
}

/** When the commit was made that is checked out; in a tree without git, the start of 1970. */
export function commitTime(root: string): Date {
  if (!existsSync(path.join(root, '.git'))) return new Date(0);
  const seconds = execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  return new Date(Number(seconds) * 1000);
}

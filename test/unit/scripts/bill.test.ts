import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { advisoriesIn } from '../../../scripts/advisories.ts';
import { billOf, billOfSources, readLockBill } from '../../../scripts/bill.ts';
import { writeChecksums } from '../../../scripts/checksums.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';

const component = (name: string, version: string) => ({
  'bom-ref': `${name}@${version}`,
  name,
  version,
  properties: [{ name: 'cdx:npm:package:development', value: 'true' }],
  licenses: [{ license: { id: 'MIT' } }],
});
const all = {
  bomFormat: 'CycloneDX' as const,
  serialNumber: 'urn:uuid:random',
  metadata: { timestamp: 'now', component: { name: 'some-folder', version: '1.2.3' } },
  components: [
    component('zod', '4.0.0'),
    component('zod', '3.0.0'),
    component('@scope/tool', '1.0.0'),
    component('ws', '8.0.0'),
  ],
  dependencies: [
    { ref: 'zod@4.0.0', dependsOn: [] },
    { ref: 'ws@8.0.0', dependsOn: ['zod@4.0.0', '@scope/tool@1.0.0'] },
    { ref: '@scope/tool@1.0.0' },
  ],
};
const shipped = [
  { name: 'zod', version: '4.0.0', licence: 'MIT' },
  { name: 'ws', version: '8.0.0', licence: 'MIT AND AGPL-3.0-only' },
];
const at = new Date('2026-11-29T12:00:00Z');

it('lists what ships by name and version, with the licences that were found, and the runtime', () => {
  const bill = billOf({ all, shipped, artefact: 'desktop', at, electron: '45.0.0' });
  expect(bill.components.map(({ name, version }) => `${name} ${version}`)).toEqual([
    'electron 45.0.0',
    'zod 4.0.0',
    'ws 8.0.0',
  ]);
  expect(bill.components.at(-1)).toMatchObject({ licenses: [{ expression: 'MIT AND AGPL-3.0-only' }], properties: [] });
  expect(bill.dependencies).toEqual([
    { ref: 'zod@4.0.0', dependsOn: [] },
    { ref: 'ws@8.0.0', dependsOn: ['zod@4.0.0'] },
  ]);
  expect(bill.metadata.component).toMatchObject({
    name: 'pairing-console-desktop',
    type: 'application',
    version: '1.2.3',
  });
});

it('is the same for the same commit, and another for another', () => {
  const billAt = (when: Date) => billOf({ all, shipped, artefact: 'desktop', at: when });
  expect(billAt(at)).toEqual(billAt(at));
  expect(billAt(at).serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(billAt(new Date(0)).serialNumber).not.toBe(billAt(at).serialNumber);
  expect(billOfSources(all, at).components).toHaveLength(4);
});

it('does not leave out in silence what the lock file does not name', () => {
  const unknown = [{ name: 'left-pad', version: '1.0.0', licence: 'MIT' }];
  expect(() => billOf({ all, shipped: unknown, artefact: 'desktop', at })).toThrow('left-pad@1.0.0');
});

it('tells faults of packages that ship from those of tools', () => {
  const fault = (title: string) => ({ title, url: 'https://example.org/1', severity: 'high' });
  const report = {
    auditReportVersion: 2,
    vulnerabilities: {
      '@scope/tool': { severity: 'high', via: [fault('of a tool')], nodes: ['node_modules/@scope/tool'] },
      ws: {
        severity: 'critical',
        via: [fault('of ws'), 'zod'],
        nodes: ['node_modules/ws', 'node_modules/x/node_modules/ws'],
      },
    },
  };
  const versions: Record<string, string> = { 'node_modules/ws': '8.0.0', 'node_modules/x/node_modules/ws': '7.0.0' };
  const found = advisoriesIn(report, new Set(['ws@8.0.0']), (node) => versions[node] ?? '1.0.0');
  expect(found.map(({ package: name, ships, title }) => [name, ships, title])).toEqual([
    ['ws@8.0.0', true, 'of ws'],
    ['@scope/tool@1.0.0', false, 'of a tool'],
    ['ws@7.0.0', false, 'of ws'],
  ]);
  expect(() => advisoriesIn({ message: '405' }, new Set(), () => '')).toThrow();
});

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
});
afterEach(() => folder.remove());

it('writes checksums that the system’s own program takes, and that a changed byte breaks', async () => {
  mkdirSync(join(folder.path, 'a folder'));
  writeFileSync(join(folder.path, 'a folder/ä'), 'one');
  writeFileSync(join(folder.path, 'two'), '');
  const check = () =>
    execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder.path, encoding: 'utf8', stdio: 'pipe' });
  await writeChecksums(folder.path);
  await writeChecksums(folder.path);
  expect(check()).toBe('a folder/ä: OK\ntwo: OK\n');
  writeFileSync(join(folder.path, 'two'), '2');
  expect(check).toThrow(/FAILED|did NOT match/);
});

it('lists what is bundled, whatever the process around it was built for', () => {
  vi.stubEnv('NODE_ENV', 'production');
  vi.stubEnv('npm_config_omit', 'dev');
  try {
    const names = readLockBill(join(import.meta.dirname, '../../..')).components.map(({ name }) => name);
    expect(names).toContain('fastify');
  } finally {
    vi.unstubAllEnvs();
  }
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { policyPathOf, readPolicy } from '../../../electron/settings/managed-policy.ts';
import type { NewNotice } from '../../../shared/console.ts';
import { type Policy, managedBy } from '../../../shared/managed.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
});
afterEach(() => folder.remove());

async function read(content?: string) {
  const path = join(folder.path, 'policy.json');
  if (content !== undefined) await writeFile(path, content);
  const logger = createRecordingLogger();
  const notices: NewNotice[] = [];
  const policy = await readPolicy(path, { logger, onNotice: (notice) => void notices.push(notice) });
  return { policy, lines: logger.lines, notices, path };
}

test('a policy decides what it names', async () => {
  expect(await read('{"trustSystemCertificates": true, "bridge": {"enabled": false}}')).toMatchObject({
    policy: { trustSystemCertificates: true, bridge: { enabled: false } },
    lines: [],
    notices: [],
  });
});

test('without a file nothing is decided, and nothing is said', async () => {
  expect(await read()).toMatchObject({ policy: {}, lines: [], notices: [] });
});

test.each([
  '{"trustSystemCertificates": "yes"}',
  '{"trust": true}',
  '{"bridge": {"port": 0}}',
  '{"webhooks": {"backendUrl": "not an address"}}',
  '{"lock": ["everything"]}',
  '{"operators": {"lockAfterMinutes": 7}}',
  'no json',
])('%s decides nothing, and the window and the log say so', async (content) => {
  const { policy, lines, notices, path } = await read(content);
  expect(policy).toEqual({});
  expect(lines.map(({ level }) => level)).toEqual(['warn']);
  expect(notices).toEqual([{ code: 'policy-damaged', path }]);
});

test.each<[Policy, string[], string[]]>([
  [{}, [], []],
  [{ language: 'he' }, ['language'], []],
  [{ trustSystemCertificates: false }, ['certificates'], []],
  [{ bridge: {} }, ['bridge'], []],
  [{ version: null }, ['version'], []],
  [{ lock: ['webhooks'], hide: ['proxies'] }, ['proxies', 'webhooks'], ['proxies']],
  [{ updates: { url: null, protocolPacks: false } }, ['updates'], []],
  [{ lock: ['operators'] }, ['operators'], []],
])('%j locks what it decides, names and hides', (policy, locked, hidden) => {
  expect(managedBy(policy)).toEqual({ locked, hidden });
});

test('it lies where only administrators write', () => {
  expect(policyPathOf('linux', {})).toBe('/etc/pairing-console/policy.json');
  expect(policyPathOf('win32', { ProgramFiles: 'D:\\Programs' })).toBe('D:\\Programs\\Pairing Console\\policy.json');
  expect(policyPathOf('darwin', {})).toMatch(/^\/Library\/Application Support\//);
});

test('what is decided of operators locks itself, and not who is listed', () => {
  const operators = { required: true, lockAfterMinutes: 10 } as const;
  expect(managedBy({ operators })).toEqual({ locked: [], hidden: [], operators });
});

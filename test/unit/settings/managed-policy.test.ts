import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { policyPathOf, readPolicy } from '../../../electron/settings/managed-policy.ts';
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
  return { policy: await readPolicy(path, logger), lines: logger.lines };
}

test('a policy decides what it names', async () => {
  expect(await read('{"trustSystemCertificates": true}')).toEqual({
    policy: { trustSystemCertificates: true },
    lines: [],
  });
});

test('without a file nothing is decided, and nothing is said', async () => {
  expect(await read()).toEqual({ policy: {}, lines: [] });
});

test.each(['{"trustSystemCertificates": "yes"}', '{"trust": true}', 'no json'])(
  '%s decides nothing, and the log says so',
  async (content) => {
    const { policy, lines } = await read(content);
    expect(policy).toEqual({});
    expect(lines.map(({ level }) => level)).toEqual(['warn']);
  },
);

test('it lies where only administrators write', () => {
  expect(policyPathOf('linux', {})).toBe('/etc/pairing-console/policy.json');
  expect(policyPathOf('win32', { ProgramFiles: 'D:\\Programs' })).toBe('D:\\Programs\\Pairing Console\\policy.json');
  expect(policyPathOf('darwin', {})).toMatch(/^\/Library\/Application Support\//);
});

import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { z } from 'zod';

import { changesOf } from '../electron/updates/protocol-pack/in-force.ts';
import { readSigned } from '../electron/updates/signed-file.ts';
import { releaseName } from '../electron/updates/updates.ts';
import manifest from '../package.json' with { type: 'json' };
import { packName } from '../shared/protocol-pack-rules.ts';
import { protocolPackSchema } from '../shared/protocol-pack.ts';
import { releaseSchema } from '../shared/updates.ts';
import { main, say } from './launch.ts';
import { newKeyPair, releaseFileOf, signed } from './signing.ts';

const usage = `npm run sign -- key                          a new key: update-private-key.pem, resources/update-key.pem
npm run sign -- release FILES… [options]     the metadata of a release, beside its first file
npm run sign -- pack FILE [--key FILE]       a protocol pack, from its values as JSON; beside them

  --key FILE        the private half; by default update-private-key.pem
  --changes FILE    what changed, as JSON: {"en": "…", "he": "…"}
  --rollout N       how many of a hundred installations get it; by default 100
  --previous FILE   the metadata of the release before, for a way back to it`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: 'string', default: 'update-private-key.pem' },
    changes: { type: 'string' },
    rollout: { type: 'string', default: '100' },
    previous: { type: 'string' },
  },
});

/** `npm run sign`: keys for updates, and what they sign. */
await main(async () => {
  const [what, first, ...others] = positionals;
  if (what === 'key') {
    const { publicKey, privateKey } = newKeyPair();
    // An existing key is not overwritten: installed programs take nothing that another one has signed.
    await writeFile(values.key, privateKey, { mode: 0o600, flag: 'wx' });
    await writeFile('resources/update-key.pem', publicKey, { flag: 'wx' });
    say(`The private key is ${values.key}: keep it offline. The next build holds resources/update-key.pem.`);
    return 0;
  }
  if (what === 'pack' && first !== undefined) return signPack(first);
  if (what !== 'release' || first === undefined || values.changes === undefined) {
    say(usage);
    return 1;
  }
  const key = createPrivateKey(await readFile(values.key));
  const release = releaseSchema.parse({
    version: manifest.version,
    rollout: Number(values.rollout),
    changes: JSON.parse(await readFile(values.changes, 'utf8')) as unknown,
    files: await Promise.all([first, ...others].map(releaseFileOf)),
    previous: values.previous === undefined ? undefined : await releaseBefore(values.previous),
  });
  const target = path.join(path.dirname(first), releaseName);
  await writeFile(target, signed('release', release, key));
  say(`Signed: ${target}. Put it beside the files, at the address that the settings name.`);
  return 0;

  async function releaseBefore(file: string) {
    const before = readSigned(await readFile(file, 'utf8'), 'release', createPublicKey(key), releaseSchema);
    if (before === undefined) throw new Error(`${file} is not signed with this key`);
    return { version: before.version, files: before.files };
  }
});

/** Refuses what no program would take, and says what the pack changes. */
async function signPack(file: string): Promise<number> {
  const pack = protocolPackSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!pack.success) {
    say(`${file} is no protocol pack:\n${z.prettifyError(pack.error)}`);
    return 1;
  }
  const target = path.join(path.dirname(file), packName);
  await writeFile(target, signed('protocol-pack', pack.data, createPrivateKey(await readFile(values.key))));
  changesOf(pack.data).forEach((change) => say(JSON.stringify(change)));
  say(`Signed: ${target}, number ${pack.data.number}. Put it at the address that the settings name.`);
  return 0;
}

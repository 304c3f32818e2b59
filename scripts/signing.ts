import { type KeyObject, createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

import { type Purpose, signedBytes } from '../electron/updates/signed-file.ts';
import type { ReleaseFile } from '../shared/updates.ts';

/** The file that the program takes: a payload as text, and a signature over exactly that text. */
export function signed(purpose: Purpose, payload: unknown, key: KeyObject): string {
  const text = JSON.stringify(payload);
  const signature = sign(null, signedBytes(purpose, text), key).toString('base64');
  return `${JSON.stringify({ payload: text, signature }, null, 2)}\n`;
}

/** A new pair, in PEM. The public half becomes `resources/update-key.pem` before a build. */
export function newKeyPair(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

const forms: Readonly<Record<string, ReleaseFile['form']>> = { '.deb': 'deb', '.AppImage': 'appimage', '.exe': 'nsis' };

/** What the metadata says of an installer. Its name tells the form and, where it has one, the processor. */
export async function releaseFileOf(file: string): Promise<ReleaseFile> {
  const form = forms[path.extname(file)];
  if (form === undefined) throw new Error(`${file} is no .deb, .AppImage or .exe`);
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const name = path.basename(file);
  return {
    form,
    arch: name.includes('arm64') ? 'arm64' : 'x64',
    path: name,
    size: (await stat(file)).size,
    sha512: hash.digest('base64'),
  };
}

import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';

import type { ElectronApplication, Page } from '@playwright/test';

/** A passkey (ES256) that an account has and an authenticator can be given. */
export interface Passkey {
  readonly id: Buffer;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export function createPasskey(): Passkey {
  return { id: randomBytes(20), ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
}

interface Behaviour {
  /** Without one, the authenticator is there and holds nothing. */
  readonly passkey?: Passkey;
  /** `false`: its owner never touches it. */
  readonly touched?: boolean;
}

/**
 * Gives the next window that opens an authenticator of Chromium's own test kind (DevTools protocol, domain WebAuthn), and
 * answers with the window's page. The page gets its task only once the authenticator is there.
 */
export async function ceremonyOf(
  app: ElectronApplication,
  open: () => Promise<void>,
  { passkey, touched = true }: Behaviour = {},
): Promise<Page> {
  const credential =
    passkey === undefined
      ? undefined
      : {
          credentialId: passkey.id.toString('base64'),
          privateKey: passkey.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
          isResidentCredential: true,
          rpId: 'whatsapp.com',
          userHandle: Buffer.from('owner').toString('base64'),
          signCount: 1,
        };
  await app.evaluate(
    ({ app: electron }, given) => {
      electron.once('web-contents-created', (_event, contents) => {
        async function plugIn(): Promise<void> {
          const { debugger: devtools } = contents;
          devtools.attach('1.3');
          await devtools.sendCommand('WebAuthn.enable');
          const { authenticatorId } = (await devtools.sendCommand('WebAuthn.addVirtualAuthenticator', {
            options: {
              protocol: 'ctap2',
              transport: 'internal',
              hasResidentKey: true,
              hasUserVerification: true,
              isUserVerified: true,
              automaticPresenceSimulation: given.touched,
            },
          })) as { authenticatorId: string };
          if (given.credential === undefined) return;
          await devtools.sendCommand('WebAuthn.addCredential', { authenticatorId, credential: given.credential });
        }
        const handle = contents.ipc.handle.bind(contents.ipc);
        contents.ipc.handle = (channel, listener) =>
          handle(channel, async (event, ...input: unknown[]) => {
            if (channel === 'ceremony.task') await plugIn();
            return listener(event, ...input) as unknown;
          });
      });
    },
    { touched, ...(credential === undefined ? {} : { credential }) },
  );
  const opened = app.waitForEvent('window');
  await open();
  const page = await opened;
  // Where the owner touched it, the window may be closed by now.
  if (!touched) await page.getByRole('status').waitFor();
  return page;
}

/** Saves credentials with the client library's own store for ever: `stock-child.ts <folder>`. Says each round it saved. */
import { useMultiFileAuthState } from '@whiskeysockets/baileys';

const { state, saveCreds } = await useMultiFileAuthState(process.argv[2] ?? '');
for (;;) {
  state.creds.accountSyncCounter += 1;
  await saveCreds();
  process.stdout.write(`${JSON.stringify({ secret: state.creds.advSecretKey })}\n`);
}

/** Saves credentials with the client library's store until it is killed: `stock-child.ts <folder>`. Prints each saved round. */
import { useMultiFileAuthState } from '@whiskeysockets/baileys';

const { state, saveCreds } = await useMultiFileAuthState(process.argv[2] ?? '');
for (;;) {
  state.creds.accountSyncCounter += 1;
  await saveCreds();
  process.stdout.write(`${JSON.stringify({ secret: state.creds.advSecretKey })}\n`);
}

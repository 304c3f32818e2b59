import { connect } from 'node:tls';

import { errorCodeOf } from '../../electron/network/dial-failure.ts';
import { createTrust } from '../../electron/network/trust.ts';

/** Prints what comes of TLS to `localhost:PORT` with all that this computer trusts: `authorized`, or why not. */
const socket = connect({
  ...createTrust({ isWanted: () => true }).tls(),
  host: '127.0.0.1',
  servername: 'localhost',
  port: Number(process.argv[2]),
});
socket.on('secureConnect', () => {
  process.stdout.write('authorized');
  socket.destroy();
});
socket.on('error', (error: Error) => process.stdout.write(errorCodeOf(error)));

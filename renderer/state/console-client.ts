import type { Contract } from '../../shared/ipc/contract.ts';
import type { Client } from '../../shared/ipc/define.ts';

/** The only way from the window to the main process. The preload puts it on `window.pairingConsole`. */
export type ConsoleClient = Client<Contract>;

import type { ConsoleClient } from './state/console-client.ts';

declare global {
  interface Window {
    readonly pairingConsole: ConsoleClient;
  }
}

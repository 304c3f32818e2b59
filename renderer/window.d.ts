import type { Console } from './state/console.ts';

declare global {
  interface Window {
    readonly pairingConsole: Console;
  }
}

import { afterEach, beforeEach } from 'vitest';

import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';

/** Gives every test of a file a fresh WhatsApp with one phone. */
export function useWhatsApp(number: string): { readonly whatsapp: LoopbackWhatsApp } {
  let whatsapp: LoopbackWhatsApp | undefined;
  beforeEach(async () => {
    whatsapp = await createLoopbackWhatsApp();
    whatsapp.addPhone({ number });
  });
  afterEach(() => whatsapp?.close());
  return {
    get whatsapp() {
      if (whatsapp === undefined) throw new Error('a WhatsApp exists within a test');
      return whatsapp;
    },
  };
}

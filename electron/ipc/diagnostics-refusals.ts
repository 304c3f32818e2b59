import { err } from '../../shared/result.ts';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';

/** Diagnosis as practice has it: not at all. Its WhatsApp is this machine, so there is no way to look at. */
export function createDiagnosticsRefusals(): Diagnostics {
  const refuse = () => Promise.resolve(err({ code: 'invalid-request' } as const));
  return {
    handlers: {
      state: refuse,
      checkWorkstation: refuse,
      testProgram: refuse,
      saveBundle: refuse,
      showBundle: refuse,
      cancel: refuse,
    },
    sweep: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

import type { CommandError } from '../../shared/errors.ts';
import type { Problem } from './define.ts';
import { problem } from './define.ts';

/** A command that was not carried out, as an answer. */
export function refusal(error: CommandError): Problem {
  switch (error.code) {
    case 'invalid-request':
      return problem(400, 'invalid_request');
    case 'unknown-tenant':
      return problem(404, 'unknown_tenant');
    case 'tenant-exists':
      return problem(409, 'tenant_exists', `The ids differ in case only: ${error.id}`);
    case 'busy':
      return problem(409, 'busy', 'Messages are on their way. Try again, or with force=true.');
    case 'send-failed':
      return problem(502, 'send_failed');
    case 'not-connected':
      return problem(503, 'WhatsApp not connected');
    case 'shutting-down':
      return problem(503, 'shutting_down');
    case 'send-timeout':
      return problem(504, 'send_timeout', 'WhatsApp did not acknowledge the message in time. It may still arrive.');
    case 'storage-full':
      return problem(507, 'storage_full', error.folder);
    case 'storage-denied':
      return problem(507, 'storage_denied', error.folder);
    case 'storage-failed':
      return problem(507, 'storage_failed', error.folder);
    // The rest is the window's own, and no command of the bridge ends in it.
    case 'internal-error':
    default:
      return problem(500, 'internal_error');
  }
}

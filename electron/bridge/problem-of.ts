import type { RegistryError, SendRefusal } from '../../shared/errors.ts';
import { type Problem, type WireSendRefusal, problem } from './define.ts';
import type { FetchFailure } from './media-fetch.ts';
import { tooLarge } from './media-limits.ts';

const sendRefusals: Readonly<Record<SendRefusal, WireSendRefusal>> = {
  restricted: 'restricted',
  'stale-keys': 'stale_keys',
  addressing: 'addressing',
  rate: 'rate',
  other: 'other',
};

/** A command that was not carried out, as an answer. */
export function problemOf(error: RegistryError): Problem {
  switch (error.code) {
    case 'invalid-request':
      return problem(400, 'invalid_request');
    case 'unknown-tenant':
      return problem(404, 'unknown_tenant');
    case 'tenant-exists':
      return problem(409, 'tenant_exists', `The ids differ in case only: ${error.id}`);
    case 'busy':
      return problem(409, 'busy', 'Messages are on their way. Try again, or with force=true.');
    case 'send-failed': {
      const { reason, statusCode } = error;
      const refused = { reason: sendRefusals[reason], ...(statusCode === undefined ? {} : { statusCode }) };
      return { ...problem(502, 'send_failed'), refused };
    }
    case 'not-on-whatsapp':
      return problem(404, 'not_on_whatsapp', 'WhatsApp knows no account with this number. Nothing was sent.');
    case 'media-not-uploaded': {
      const why = error.statusCode === undefined ? 'did not answer' : `answered ${error.statusCode}`;
      return problem(502, 'media_upload_failed', `WhatsApp's media servers ${why}. Nothing was sent.`);
    }
    case 'not-connected':
      return problem(503, 'WhatsApp not connected');
    case 'shutting-down':
      return problem(503, 'shutting_down');
    case 'send-timeout':
      return problem(504, 'send_timeout', 'WhatsApp did not acknowledge the message in time. It may still arrive.');
    case 'storage-full':
      return problem(507, 'storage_full', error.place);
    case 'storage-denied':
      return problem(507, 'storage_denied', error.place);
    case 'storage-busy':
      return problem(507, 'storage_busy', error.place);
    case 'storage-failed':
      return problem(507, 'storage_failed', error.place);
    case 'storage-sealed':
      return problem(507, 'storage_sealed', error.place);
    case 'storage-away':
      return problem(503, 'storage_away', 'The database does not answer. Try again.');
    case 'lease-lost':
      return problem(503, 'lease_lost', 'Another server holds this tenant. Try again.');
    case 'out-of-descriptors':
      return problem(507, 'out_of_descriptors', 'Too many files and connections are open at once. Try again.');
    case 'invalid-number':
      return problem(422, 'invalid_number', 'This is no phone number with its country code first.');
    case 'taken-over':
      return problem(
        409,
        'taken_over',
        `Another program has had this link since ${new Date(error.since).toISOString()}.`,
      );
    case 'proxy-password-not-kept':
      return problem(422, 'proxy_password', 'Passwords of proxies are not stored here. Put them into PROXY_LOGINS.');
    case 'tenant-linked':
      return problem(409, 'busy', 'This tenant has a link already.');
    case 'attempts-paused':
      return problem(
        429,
        'code_cooldown',
        `Too many attempts to link. Not before ${new Date(error.until).toISOString()}.`,
      );
    case 'number-changed':
      return problem(409, 'number_changed', 'Another number has linked meanwhile, or none.');
    case 'no-live-qr':
      return problem(404, 'no_qr');
    case 'code-not-possible':
      return problem(409, 'no_live_qr', 'Start the session, and ask once its QR is live.');
    case 'code-number-refused':
      return problem(
        422,
        'invalid_number',
        'WhatsApp gives no code for this number: it is wrong, or too many codes were asked for it lately.',
      );
    case 'code-unavailable':
      return problem(502, 'code_refused', 'WhatsApp offers no linking with a code for this account. Use the QR.');
    case 'code-refused':
      return problem(502, 'code_refused', `WhatsApp answered ${error.statusCode}.`);
    case 'code-unanswered':
      return problem(502, 'code_refused', 'WhatsApp did not answer.');
    case 'code-cooldown':
      return problem(429, 'code_cooldown', `Not before ${new Date(error.until).toISOString()}.`);
    case 'passkey-not-asked':
      return problem(404, 'no_passkey_request');
    case 'passkey-invalid':
      return problem(422, 'passkey_rejected', `The assertion does not answer the request: ${error.problem}.`);
    case 'passkey-refused':
      return problem(422, 'passkey_rejected', `WhatsApp answered ${error.statusCode}. Another try is possible.`);
    case 'passkey-unanswered':
      return problem(504, 'passkey_unanswered', 'The phone did not go on. Another try is possible.');
    case 'internal-error':
      return problem(500, 'internal_error');
  }
}

const refusedUrls: Readonly<Record<(FetchFailure & { code: 'media-url-refused' })['why'], string>> = {
  scheme: 'mediaUrl needs to begin with http:// or https://.',
  credentials: 'mediaUrl must not have a user name or a password in it.',
  address: 'mediaUrl leads to an address that is not on the public internet.',
  redirects: 'mediaUrl was redirected more than 3 times.',
};
const failedFetches: Readonly<Record<(FetchFailure & { code: 'media-not-fetched' })['why'], string>> = {
  unreachable: 'mediaUrl could not be reached.',
  status: 'mediaUrl did not answer with a file.',
  late: 'mediaUrl did not give the file within 60 s.',
  cut: 'The connection to mediaUrl ended before the file was complete.',
  empty: 'mediaUrl answered with an empty file.',
  encoded: 'mediaUrl answered with a content encoding that was not asked for.',
};

/** Why a `mediaUrl` was not fetched, as an answer. */
export function problemOfFetch(failure: FetchFailure): Problem {
  switch (failure.code) {
    case 'media-url-refused':
      return problem(422, 'media_url_refused', refusedUrls[failure.why]);
    case 'media-not-fetched': {
      const { why, statusCode } = failure;
      const message = statusCode === undefined ? failedFetches[why] : `mediaUrl answered ${statusCode}.`;
      return problem(502, 'media_fetch_failed', message);
    }
    case 'media-too-large':
      return tooLarge;
    default:
      return problemOf(failure);
  }
}

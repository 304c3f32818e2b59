import type { SessionSnapshot } from '../../../shared/session.ts';

const seconds = (count: number) => count * 1000;

/** What comes after a login or in the middle of a code, at the moment `now` (epoch ms). */
export function beyondLogin(
  now: number,
  { stable, awaitingScan }: { readonly stable: SessionSnapshot; readonly awaitingScan: SessionSnapshot },
): Readonly<Record<string, SessionSnapshot>> {
  const { account, evidence } = stable;
  if (account === undefined) throw new Error('a stable session has an account');
  const code = { text: 'K7QM-3XHT', issuedAt: now - seconds(40), expiresAt: now + seconds(140) };
  const accepted = Object.fromEntries(
    Object.entries(evidence).filter(([step]) => step !== 'keys-at-server' && step !== 'stable'),
  );
  return {
    settling: {
      phase: 'verifying',
      since: now - seconds(21),
      evidence: accepted,
      settling: { since: now - seconds(20), until: now + seconds(160) },
      account,
    },
    restricted: { ...stable, restriction: { kind: 'reach-out', until: now + seconds(3 * 3600 + 900) } },
    'restricted-openly': { ...stable, restriction: { kind: 'new-chats' } },
    'code-typed': {
      phase: 'awaiting-code',
      since: now - seconds(40),
      code: { ...code, typedAt: now - seconds(8) },
      evidence: {},
    },
    'code-replaced': {
      phase: 'awaiting-code',
      since: now - seconds(40),
      code: { ...code, refreshed: true },
      evidence: {},
    },
    'code-finish-refused': {
      ...awaitingScan,
      failure: {
        at: now - seconds(4),
        cause: 'code-finish-refused',
        confidence: 'certain',
        statusCode: 400,
        credentials: 'none',
        retry: 'fresh-qr',
      },
    },
    'dead-device': {
      ...awaitingScan,
      failure: {
        at: now - seconds(20),
        cause: 'dead-device',
        confidence: 'likely',
        credentials: 'none',
        retry: 'fresh-qr',
      },
    },
    'whatsapp-says': {
      phase: 'stopped',
      since: now - seconds(50),
      evidence: {},
      failure: {
        at: now - seconds(50),
        cause: 'account-locked',
        confidence: 'certain',
        statusCode: 403,
        said: {
          title: 'Your account is under review',
          text: 'We are checking recent activity. This usually takes less than 24 hours. You can ask for a review.',
          url: 'https://faq.whatsapp.com/465883178708358',
        },
        credentials: 'kept',
        retry: 'operator',
      },
    },
  };
}

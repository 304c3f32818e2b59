import process from 'node:process';

import { checkIds, levelOf } from '../../shared/preflight-rules.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import type { CredentialsCheck } from '../pairing/registry.ts';
import type { Contract } from './contract.ts';
import { type Handlers, problem } from './define.ts';
import type { HandlerContext } from './handler-context.ts';
import { problemOf } from './problem-of.ts';
import { sendingStatusOf } from './send-handlers.ts';
import { iso, journalLineOf, withoutForeign } from './status.ts';
import { reasonOf } from './webhooks/faults.ts';
import type { WebhooksState } from './webhooks/webhooks.ts';
import type { WebhookState } from './wire.ts';

type Routes = 'testWebhook' | 'diagnostics' | 'networkCheck' | 'validateAuth' | 'failures';

const reported = 5;

/** The routes that report on sessions, files and failures. */
export function createDiagnosticHandlers({
  console: { registry, journal, store, networkCheck },
  book,
  webhooksState,
  testBackend,
  clock,
  version,
  protocolPack,
}: HandlerContext): Pick<Handlers<Contract>, Routes> {
  return {
    async testWebhook() {
      const outcome = await testBackend();
      if (outcome === undefined) return problem(404, 'no_backend', 'Set BACKEND_URL, or the address in the settings.');
      return outcome.kind === 'delivered'
        ? { body: { delivered: true, status: outcome.status, reason: null } }
        : { body: { delivered: false, status: null, reason: reasonOf(outcome.fault) } };
    },

    async diagnostics({ params: { tenantId }, grant: { sees } }) {
      const view = registry.view(tenantId);
      if (view === undefined) return problem(404, 'unknown_tenant');
      const files = await store.inspect(tenantId);
      if (!files.ok) return problemOf(files.error);
      const setAside = await store.listQuarantine();
      if (!setAside.ok) return problemOf(setAside.error);
      return {
        body: {
          tenantId,
          status: book.of(tenantId, sees),
          sending: sendingStatusOf(registry.sends(tenantId), clock.now()),
          found: foundOf(view.session),
          files: {
            ...files.value,
            files: files.value.files.map(({ modifiedAt, ...file }) => ({ ...file, modifiedAt: iso(modifiedAt) })),
          },
          setAside: setAside.value
            .filter((folder) => folder.tenantId === tenantId)
            .map(({ at, reason }) => ({ at: iso(at), reason })),
          otherOwners: (view.otherOwners ?? [])
            .filter(({ id }) => sees(id))
            .map(({ id, name, linkedAt, sameDevice }) => ({
              tenantId: id,
              name,
              linkedAt: linkedAt === undefined ? null : iso(linkedAt),
              sameDevice,
            })),
          failures: journal
            .list({ tenantId, limit: reported })
            .map((entry) => journalLineOf(withoutForeign(entry, sees))),
          configuration: {
            version,
            node: process.version,
            protocolPack: protocolPack() ?? null,
            webhooks: webhooksOnWire(webhooksState()),
          },
        },
      };
    },

    async networkCheck({ params: { tenantId } }) {
      if (registry.view(tenantId) === undefined) return problem(404, 'unknown_tenant');
      const results = await networkCheck.run(tenantId, new AbortController().signal);
      const order = new Map(checkIds.map((id, index) => [id, index]));
      const checks = results
        .toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
        .map(({ id, finding, ms }) => ({ check: id, ...finding, level: levelOf[finding.code], ms: Math.round(ms) }));
      const failed = checks.find(({ level }) => level === 'failed')?.check ?? null;
      return { body: { ok: failed === null, failed, checks } };
    },

    async validateAuth({ params: { tenantId } }) {
      const checked = await registry.checkCredentials(tenantId);
      if (!checked.ok) return problemOf(checked.error);
      const fault = checked.value.outcome === 'opened' ? checked.value.fault : undefined;
      if (fault !== undefined) return problemOf(fault);
      const files = await store.inspect(tenantId);
      if (!files.ok) return problemOf(files.error);
      const { credentials } = files.value;
      const found =
        checked.value.outcome === 'opened'
          ? checked.value.found.classification.kind
          : (registry.view(tenantId)?.session.found?.kind ?? null);
      const valid = credentials === 'paired';
      const operatorAction = valid ? null : 'scan-again';
      return { body: { ok: true, valid, found, credentials, operatorAction, ...outcomeOf(checked.value) } };
    },

    failures({ params: { tenantId }, query: { limit, since }, grant: { sees } }) {
      if (registry.view(tenantId) === undefined) return problem(404, 'unknown_tenant');
      const from = since === undefined ? 0 : Date.parse(since);
      const entries = journal.list({ tenantId, limit }).filter(({ failure }) => failure.at >= from);
      return { body: { failures: entries.map((entry) => journalLineOf(withoutForeign(entry, sees))) } };
    },
  };
}

function webhooksOnWire(state: WebhooksState | undefined): WebhookState {
  const { incoming = false, backlog = 0, dropped = 0, lastSuccessAt, lastError } = state ?? {};
  return {
    configured: state !== undefined,
    incomingMessages: incoming,
    backlog,
    dropped,
    lastSuccessAt: lastSuccessAt === undefined ? null : iso(lastSuccessAt),
    lastError: lastError === undefined ? null : { at: iso(lastError.at), reason: reasonOf(lastError.fault) },
  };
}

function foundOf({ found }: SessionSnapshot) {
  return found === undefined ? null : { credentials: found.kind, fate: found.fate, at: iso(found.at) };
}

function outcomeOf(check: CredentialsCheck) {
  if (check.outcome === 'in-use') {
    return { action: 'left-to-session', message: 'The running session keeps its files in order by itself.' } as const;
  }
  const { classification, fate } = check.found;
  switch (fate) {
    case 'recovered':
      return {
        action: 'recovered-from-last-good',
        message: ['creds.json could not be used as it was; it was restored.', ...importLines(check)].join(' '),
      } as const;
    case 'quarantined':
      return {
        action: 'quarantined',
        message: `The credentials were ${classification.kind} and were set aside for seven days.`,
      } as const;
    case 'kept':
    case 'none': {
      const [imported] = importLines(check);
      if (imported !== undefined) return { action: 'imported', message: imported } as const;
      return { action: 'none', message: 'Nothing needed repair.' } as const;
    }
  }
}

/** What came in from another service, in words, if anything did. */
function importLines({ found: { imported } }: Extract<CredentialsCheck, { outcome: 'opened' }>): string[] {
  if (imported === undefined) return [];
  const { from, keys, ambiguous, unreadable, skipped, unknown } = imported;
  const rest = Object.entries({
    'imported under the id in their name': ambiguous,
    'without valid content': unreadable,
    'folders or dangling links': skipped,
    'not known and left alone': unknown,
  }).flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what}`]));
  return [`${[`${keys} keys of another service came in, with the link from ${from}`, ...rest].join('; ')}.`];
}

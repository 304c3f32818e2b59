import { readNumber } from '../../shared/phone-number.ts';
import { readProxy } from '../../shared/proxy-rules.ts';
import type { Contract } from './contract.ts';
import { type Handlers, problem } from './define.ts';
import type { HandlerContext } from './handler-context.ts';
import { problemOf } from './problem-of.ts';
import { iso, liveQrOf } from './status.ts';

type Routes = 'start' | 'status' | 'qr' | 'reset' | 'disconnect' | 'expectedNumber' | 'proxy' | 'tenants';

const keptByOther =
  'Nothing was started: another program uses the same credentials. Stop it, or start with takeOver=true.';

/** The routes that start, watch and end sessions. */
export function createSessionHandlers({
  console: { registry },
  ensureTenant: ensure,
  book,
  allTenants,
  pictures,
  clock,
}: HandlerContext): Pick<Handlers<Contract>, Routes> {
  return {
    async start({ params: { tenantId }, query, body, grant }) {
      const forceRelink = query.forceRelink ?? body?.forceRelink ?? false;
      const refused = await ensure(tenantId, grant, { toStart: true });
      if (refused !== undefined) return refused;
      const takeOver = query.takeOver ?? body?.takeOver ?? false;
      const started = forceRelink
        ? await registry.relink(tenantId, { force: query.force ?? false })
        : await registry.start(tenantId, { takeOver });
      if (started.ok) return { body: { ok: true, forceRelink } };
      // The backend calls start over and over. That another program has the link is not an error then.
      if (started.error.code !== 'taken-over') return problemOf(started.error);
      const takenOver = { since: iso(started.error.since), message: keptByOther };
      return { body: { ok: true, forceRelink, takenOver } };
    },

    status: ({ params: { tenantId }, grant: { sees } }) => ({ written: book.written(tenantId, sees) }),

    qr({ params: { tenantId } }) {
      const view = registry.view(tenantId);
      const qr = view && liveQrOf(view.session, clock.now());
      if (qr === undefined) return problem(404, 'no_qr');
      const dataUrl = pictures.dataUrl(tenantId, qr.text);
      return { body: { dataUrl, qrText: qr.text, expiresAt: iso(qr.expiresAt) } };
    },

    async reset({ params: { tenantId }, query, grant }) {
      const refused = await ensure(tenantId, grant);
      if (refused !== undefined) return refused;
      const done = await registry.relink(tenantId, { force: query.force ?? false });
      return done.ok ? { body: { ok: true } } : problemOf(done.error);
    },

    async disconnect({ params: { tenantId }, query }) {
      const done = await registry.disconnect(tenantId, { force: query.force ?? false });
      if (!done.ok) return problemOf(done.error);
      const message = done.value.loggedOut
        ? 'Logged out at WhatsApp; the credentials were removed.'
        : 'The credentials were removed. WhatsApp did not confirm a logout: the phone may still list this device.';
      return { body: { ok: true, message } };
    },

    async proxy({ params: { tenantId }, body: { proxy } }) {
      const set = await registry.useProxy(tenantId, proxy === null ? undefined : readProxy(proxy));
      if (!set.ok) return problemOf(set.error);
      return { body: { ok: true, proxy: registry.view(tenantId)?.proxyMasked ?? null } };
    },

    async expectedNumber({ params: { tenantId }, body: { phoneNumber }, grant }) {
      const number = phoneNumber === null ? undefined : readNumber(phoneNumber, undefined);
      if (number?.ok === false) return problemOf({ code: 'invalid-number' });
      const refused = await ensure(tenantId, grant);
      if (refused !== undefined) return refused;
      const set = await registry.expectNumber(tenantId, number?.digits);
      if (!set.ok) return problemOf(set.error);
      return { body: { ok: true, expected: registry.view(tenantId)?.expectedNumberMasked ?? null } };
    },

    // There may be a thousand tenants: each status is written once per change here, too.
    tenants({ grant: { sees }, call }) {
      if (allTenants !== undefined && call !== undefined) return allTenants.list(call, sees);
      const all = registry
        .tenantIds()
        .filter(sees)
        .flatMap((tenantId) => book.entry(tenantId, sees) ?? []);
      return { written: `{"tenants":[${all.join(',')}]}` };
    },
  };
}

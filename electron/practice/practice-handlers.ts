import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { err, ok } from '../../shared/result.ts';
import type { Registry } from '../pairing/registry.ts';
import type { PracticePhone } from './practice-phone.ts';

/** The same code with a ref that WhatsApp no longer knows, as on a picture that was taken too long ago. */
function expiredTwin(text: string): string {
  return text.replace(/(^|#)[^#,]+,/, '$1expired,');
}

/** What the practice window's own calls do. */
export function createPracticeHandlers(parts: {
  readonly phone: PracticePhone;
  readonly registry: Pick<Registry, 'view'>;
  readonly focus: () => void;
}): Handlers<Contract>['practice'] {
  const { phone, registry, focus } = parts;
  return {
    open() {
      focus();
      return Promise.resolve(ok());
    },
    state: () => Promise.resolve(ok(phone.state())),
    async scan({ tenantId }) {
      const qr = registry.view(tenantId)?.session.qr;
      if (qr === undefined) return err({ code: 'no-live-qr' });
      await phone.scan(qr.text);
      return ok();
    },
    async scanExpired({ tenantId }) {
      const qr = registry.view(tenantId)?.session.qr;
      if (qr === undefined) return err({ code: 'no-live-qr' });
      await phone.scan(expiredTwin(qr.text));
      return ok();
    },
    async enterCode({ code }) {
      await phone.enterCode(code);
      return ok();
    },
    rejectNext() {
      phone.rejectNext();
      return Promise.resolve(ok());
    },
    setPasskey({ wanted }) {
      phone.setPasskey(wanted);
      return Promise.resolve(ok());
    },
    async setOffline({ offline }) {
      await phone.setOffline(offline);
      return ok();
    },
    // A device that has gone meanwhile is what was wanted.
    unlink({ id }) {
      phone.unlink(id);
      return Promise.resolve(ok());
    },
    async setNetwork({ up }) {
      await phone.setNetwork(up);
      return ok();
    },
  };
}

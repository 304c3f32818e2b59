import { isConnected } from '../../shared/proof.ts';
import type { Result } from '../../shared/result.ts';
import type { SelfTestProblem } from '../../shared/self-test.ts';
import type { Phase, SessionSnapshot } from '../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import type * as loopback from '../loopback/endpoint.ts';
import type { Registry } from '../pairing/registry.ts';

/** The part of a console that the self-test uses; it is the program's own. */
export interface TestConsole {
  readonly registry: Registry;
  close(): Promise<void>;
}

export interface TestBenchOptions {
  readonly folder: string;
  readonly loadLoopback: () => Promise<Pick<typeof loopback, 'createLoopbackWhatsApp'>>;
  /** Opens the program's console on a folder, against an endpoint. */
  readonly openConsole: (own: {
    readonly dataFolder: string;
    readonly whatsappUrl: string;
    readonly onChange: (tenantId: TenantId) => void;
  }) => Promise<TestConsole>;
}

/** One tenant, one phone, one WhatsApp, and the steps to go with them. Each rejects with why it did not pass. */
export interface TestBench {
  showCode(): Promise<void>;
  scan(): Promise<void>;
  login(): Promise<void>;
  sendMessage(text: string): Promise<void>;
  relink(): Promise<void>;
  restart(): Promise<void>;
  phase(): Phase | undefined;
  close(): Promise<void>;
}

export class SelfTestFailure extends Error {
  override readonly name = 'SelfTestFailure';
  readonly problem: SelfTestProblem;
  constructor(problem: SelfTestProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

const tenantId = tenantIdSchema.parse('self-test');
/** From the numbers that Ofcom keeps free for drama: it can be nobody's. */
const number = '447700900124';

export async function openTestBench({ folder, loadLoopback, openConsole }: TestBenchOptions): Promise<TestBench> {
  const { createLoopbackWhatsApp } = await loadLoopback();
  const whatsapp = await createLoopbackWhatsApp();
  const phone = whatsapp.addPhone({ number, name: 'Self-test' });
  const watchers = new Set<() => void>();
  const open = async () => {
    const opened = await openConsole({
      dataFolder: folder,
      whatsappUrl: whatsapp.url,
      onChange: () => watchers.forEach((watch) => watch()),
    });
    check(await opened.registry.open());
    return opened;
  };
  let core = await open().catch(async (error: unknown) => {
    await whatsapp.close();
    throw error;
  });
  const session = () => core.registry.view(tenantId)?.session;

  /** The first state that fits. A failure that comes before it is what the step ends with. */
  function until(fits: (session: SessionSnapshot) => boolean): Promise<SessionSnapshot> {
    return new Promise((resolve, reject) => {
      const watch = () => {
        const now = session();
        if (now === undefined) return;
        const fitting = fits(now);
        if (!fitting && now.failure === undefined) return;
        watchers.delete(watch);
        if (fitting) resolve(now);
        else if (now.failure !== undefined) {
          reject(new SelfTestFailure({ code: 'session-failed', cause: now.failure.cause }));
        }
      };
      watchers.add(watch);
      watch();
    });
  }

  async function scanCode(): Promise<void> {
    const { qr } = await until((now) => now.qr !== undefined);
    const { outcome } = await phone.scan(qr?.text ?? '');
    if (outcome !== 'linked') {
      const cause = session()?.failure?.cause;
      throw new SelfTestFailure(
        cause === undefined ? { code: 'scan-refused', outcome } : { code: 'session-failed', cause },
      );
    }
    await until((now) => now.evidence['credentials-saved'] !== undefined);
  }

  async function login(): Promise<void> {
    await until(isConnected);
    const [violation] = whatsapp.violations;
    if (violation !== undefined) throw new SelfTestFailure({ code: 'protocol-broken', rule: violation.rule });
  }

  async function sendMessage(text: string): Promise<void> {
    const arrived = whatsapp.next('message');
    check(await core.registry.sendTestMessage(tenantId, text));
    if ((await arrived).message.text !== text) throw new SelfTestFailure({ code: 'message-changed' });
  }

  return {
    async showCode() {
      check(await core.registry.add(tenantId, 'Self-test'));
      check(await core.registry.start(tenantId));
      await until((now) => now.qr !== undefined);
    },
    scan: scanCode,
    login,
    sendMessage,
    async relink() {
      const before = phone.devices.map(({ jid }) => jid);
      check(await core.registry.relink(tenantId));
      await scanCode();
      await login();
      const renewed = phone.devices.some(({ jid, online }) => online && !before.includes(jid));
      if (!renewed) throw new SelfTestFailure({ code: 'link-not-renewed' });
    },
    async restart() {
      const { registrations } = whatsapp.counts;
      await core.close();
      core = await open();
      await until((now) => isConnected(now) || now.qr !== undefined);
      if (whatsapp.counts.registrations > registrations) throw new SelfTestFailure({ code: 'link-not-kept' });
      await sendMessage('Self-test of Pairing Console, after a restart');
      await login();
    },
    phase: () => session()?.phase,
    async close() {
      watchers.clear();
      await core.close();
      await whatsapp.close();
    },
  };
}

function check(answer: Result<unknown, { readonly code: string }>): void {
  if (!answer.ok) throw new SelfTestFailure({ code: 'refused', error: answer.error.code });
}

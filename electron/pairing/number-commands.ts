import type { RegistryError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { expectedNumberProblem } from '../../shared/tenant-rules.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { canonicalNumber } from './machine/numbers.ts';
import type { Logger, TenantRecord } from './ports.ts';
import type { Session } from './session.ts';

type Answer = Promise<Result<null, RegistryError>>;

/** What people decide about the number that a tenant is to be linked with. */
export interface NumberCommands {
  /** The tenants whose expected or linked number ends with one of these; digits only, never to be logged. */
  withNumber(endings: readonly string[]): readonly TenantId[];
  /**
   * 7 to 15 digits, country code first; `undefined`: any number will do. Takes effect at once, on a link that stands,
   * too.
   */
  expectNumber(tenantId: TenantId, number: string | undefined): Answer;
  /**
   * Makes the number that has linked the expected one. `linked` is that number as it was shown: `number-changed` if
   * another has linked meanwhile, or none is to be decided on.
   */
  acceptNumber(tenantId: TenantId, linked: string): Answer;
  /** Both numbers, whole, for a person who asks to see them; noted in the log, without them. `number-changed` as above. */
  revealNumbers(tenantId: TenantId): Result<WholeNumbers, RegistryError>;
  /** Logs the number that has linked out at WhatsApp and shows a fresh QR. `number-changed` as for `acceptNumber`. */
  refuseNumber(tenantId: TenantId, linked: string): Answer;
}

/** Digits only. Never to be logged. */
export interface WholeNumbers {
  readonly expected: string;
  readonly linked: string;
}

interface Numbered {
  readonly session: Session;
  readonly record: TenantRecord;
}

export function createNumberCommands<T extends Numbered>(parts: {
  /** Runs a task in the tenant's turn. */
  readonly command: (tenantId: TenantId, task: (tenant: T) => Answer) => Answer;
  /** Writes a change of the tenant's record. */
  readonly put: (tenant: T, change: Partial<TenantRecord>) => Answer;
  readonly onChange: (tenantId: TenantId) => void;
  readonly find: (tenantId: TenantId) => T | undefined;
  readonly all: () => readonly T[];
  readonly logger: Logger;
}): NumberCommands {
  const { command, put, onChange, find, all, logger } = parts;

  function decide(tenantId: TenantId, linked: string, carryOut: (tenant: T) => Answer): Answer {
    return command(tenantId, async (tenant) => {
      const { phase, wrongNumber } = tenant.session.snapshot();
      const asked = phase === 'awaiting-acceptance' && wrongNumber?.linked === linked;
      return asked ? carryOut(tenant) : err({ code: 'number-changed' });
    });
  }

  async function expect(tenant: T, tenantId: TenantId, expectedNumber: string | undefined): Answer {
    const written = await put(tenant, { expectedNumber });
    if (!written.ok) return written;
    tenant.session.expect(expectedNumber);
    onChange(tenantId);
    return ok();
  }

  return {
    withNumber(endings) {
      const fits = (number: string | undefined): boolean =>
        number !== undefined &&
        endings.some((ending) => number.endsWith(ending) || canonicalNumber(number).endsWith(canonicalNumber(ending)));
      return all()
        .filter(({ record, session }) => fits(record.expectedNumber) || fits(session.linkedNumber()))
        .map(({ record }) => record.id);
    },
    expectNumber: async (tenantId, number) =>
      number !== undefined && expectedNumberProblem(number) !== undefined
        ? err({ code: 'invalid-number' })
        : command(tenantId, (tenant) => expect(tenant, tenantId, number)),
    acceptNumber: (tenantId, linked) =>
      decide(tenantId, linked, (tenant) => expect(tenant, tenantId, tenant.session.linkedNumber())),
    revealNumbers(tenantId) {
      const tenant = find(tenantId);
      if (tenant === undefined) return err({ code: 'unknown-tenant' });
      const expected = tenant.record.expectedNumber;
      const linked = tenant.session.linkedNumber();
      const asked = tenant.session.snapshot().wrongNumber !== undefined;
      if (!asked || expected === undefined || linked === undefined) return err({ code: 'number-changed' });
      logger.info('both numbers were shown in full', { tenantId });
      return ok({ expected, linked });
    },
    refuseNumber: (tenantId, linked) =>
      decide(tenantId, linked, (tenant) => {
        tenant.session.refuseNumber();
        return Promise.resolve(ok());
      }),
  };
}

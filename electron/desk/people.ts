import type { OperatorsPolicy } from '../../shared/managed.ts';
import { type Audit, openAudit } from '../audit/audit.ts';
import { systemAccount } from '../audit/system-account.ts';
import type { DataFolder } from '../console/data-folder.ts';
import type { Notices } from '../console/notices.ts';
import { owners } from '../console/seal-data.ts';
import type { Sealer } from '../files/sealer.ts';
import { type Attendance, createAttendance } from '../operators/attendance.ts';
import { openOperators } from '../operators/operators.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { Settings } from '../settings/settings.ts';

/** Who is in front of the window, and what is kept of what they do. */
export interface People {
  readonly attendance: Attendance;
  readonly audit: Audit;
}

export async function openPeople(options: {
  readonly folder: Pick<DataFolder, 'audit' | 'operators'>;
  readonly sealer: Sealer;
  /** Whether there were operators is noted there, so that a removed file is noticed. */
  readonly settings: Pick<Settings, 'hadOperators' | 'setHadOperators'>;
  /** What the organisation has decided of operators. */
  readonly policy?: OperatorsPolicy | undefined;
  readonly notices: Pick<Notices, 'add'>;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<People> {
  const { folder, sealer, settings, policy, notices, clock, logger } = options;
  const audit = await openAudit({ folder: folder.audit, clock, logger });
  const account = systemAccount();
  const file = folder.operators;
  const operators = await openOperators({ path: file, seal: sealer.of(owners.console), clock, logger });
  const attendance = createAttendance({
    operators,
    file,
    account,
    policy,
    record: (act, who) => audit.record({ ...act, who, door: 'window', tenantId: null }),
    clock,
  });
  if (settings.hadOperators() && !attendance.hasOperators()) {
    logger.warn('the file of the operators is gone: everybody may do everything', { file });
    audit.record({ act: 'operators-gone', who: account, door: 'window', tenantId: null, about: null, outcome: 'done' });
    notices.add({ code: 'operators-gone', path: file });
  }
  function note(): void {
    const has = attendance.hasOperators();
    if (settings.hadOperators() !== has) settings.setHadOperators(has);
  }
  note();
  attendance.onChange(note);
  return { attendance, audit };
}

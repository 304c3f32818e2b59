import type { ManagedGroup } from '../../shared/managed-rules.ts';
import type { OperatorsPolicy } from '../../shared/managed.ts';
import { useServices } from './services.ts';

/** What an administrator has decided for everybody at this computer. */
export interface ManagedView {
  readonly isLocked: (group: ManagedGroup) => boolean;
  readonly isHidden: (group: ManagedGroup) => boolean;
  readonly operators: OperatorsPolicy | undefined;
}

export function useManaged(): ManagedView {
  const { locked = [], hidden = [], operators } = useServices().info?.managed ?? {};
  return { isLocked: (group) => locked.includes(group), isHidden: (group) => hidden.includes(group), operators };
}

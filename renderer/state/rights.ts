import { createContext, useCallback, useContext } from 'react';

import { type Needs, fullRights, refusalOf } from '../../shared/operator-rules.ts';

export const RightsContext = createContext(fullRights);

/** Whether the person in front of the window may do what needs this. */
export function useMay(): (needs: Needs) => boolean {
  const rights = useContext(RightsContext);
  return useCallback((needs) => refusalOf(rights, needs) === undefined, [rights]);
}

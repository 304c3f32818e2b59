import { startTransition, useState } from 'react';
import { useIntl } from 'react-intl';

import { useRoster, useServices } from './services.ts';
import { firstShown } from './tenant-list.ts';
import type { DialogName, View } from './view.ts';

interface Navigation {
  readonly view: View;
  readonly dialog: DialogName | undefined;
  readonly showTenant: (tenantId: string) => void;
  /** `tenantId`: that tenant's failures only. */
  readonly showLog: (tenantId?: string) => void;
  readonly showSettings: () => void;
  readonly openDialog: (dialog: DialogName) => void;
  readonly closeDialog: () => void;
}

/** Where the window is. What is in view stays there until its tenant is removed: no change elsewhere pulls it away. */
export function useView(): Navigation {
  const { store } = useServices();
  const { locale } = useIntl();
  const roster = useRoster();
  const [view, setView] = useState<View>({ page: 'tenant', chosen: undefined });
  const [dialog, setDialog] = useState<DialogName>();
  if (!roster.some(({ id }) => id === view.chosen)) {
    const chosen = firstShown(store, roster, locale);
    if (chosen !== view.chosen) setView({ ...view, chosen });
  }
  const { chosen } = view;
  return {
    view,
    dialog,
    showTenant: (tenantId) => {
      setView({ page: 'tenant', chosen: tenantId });
    },
    // As transitions, what is in view stays until a part that is loaded on first use has come; nothing blinks.
    showLog: (tenantId) => {
      startTransition(() => {
        setView({ page: 'log', chosen, tenantId });
      });
    },
    showSettings: () => {
      startTransition(() => {
        setView({ page: 'settings', chosen });
      });
    },
    openDialog: (name) => {
      startTransition(() => {
        setDialog(name);
      });
    },
    closeDialog: () => {
      setDialog(undefined);
    },
  };
}

import { startTransition, useCallback, useState } from 'react';
import { useIntl } from 'react-intl';

import { useRoster, useServices } from './services.ts';
import { firstShown } from './tenant-list.ts';
import type { DialogName, Front, Page } from './view.ts';

interface Navigation {
  readonly page: Page;
  /** The tenant in view, or the one that the other pages lead back to. */
  readonly tenantId: string | undefined;
  readonly dialog: DialogName | undefined;
  /** Which of the two a window too narrow for both shows. */
  readonly front: Front;
  readonly showList: () => void;
  /** Its page becomes the one beside the list; in a narrow window the list stays. */
  readonly selectTenant: (tenantId: string) => void;
  readonly showTenant: (tenantId: string) => void;
  /** `tenantId`: that tenant's failures only. */
  readonly showLog: (tenantId?: string) => void;
  readonly showDiagnostics: () => void;
  readonly showSettings: () => void;
  readonly showRemoved: () => void;
  readonly showAudit: () => void;
  readonly showShift: () => void;
  readonly showWelcome: () => void;
  readonly showLinking: () => void;
  readonly selectSeveral: (tenantIds: readonly string[]) => void;
  /** In a narrow window the page comes in front of the list. */
  readonly showPage: () => void;
  /** Back to the tenant. */
  readonly leavePage: () => void;
  readonly openDialog: (dialog: DialogName) => void;
  readonly closeDialog: () => void;
}

/**
 * The tenant to show: the one that was asked for. Until that one has arrived, and once it is gone, the one in view
 * stays, so that no change elsewhere pulls it away; where that is gone too, the first of the list.
 */
function useShownTenant(wanted: string | undefined): string | undefined {
  const { store } = useServices();
  const { locale } = useIntl();
  const roster = useRoster();
  const [shown, setShown] = useState<string>();
  const exists = (id: string | undefined) => id !== undefined && roster.some((tenant) => tenant.id === id);
  const next = [wanted, shown].find(exists) ?? firstShown(store, roster, locale);
  if (next !== shown) setShown(next);
  return next;
}

/** Where the window is. */
export function useView(): Navigation {
  const [page, setPage] = useState<Page>({ name: 'tenant' });
  const [wanted, setWanted] = useState<string>();
  const [dialog, setDialog] = useState<DialogName>();
  const [front, setFront] = useState<Front>('page');
  const tenantId = useShownTenant(wanted);

  // As transitions, what is in view stays until a part that is loaded on first use has come; nothing blinks.
  const turnTo = (next: Page) => {
    startTransition(() => {
      setPage(next);
      setFront('page');
    });
  };
  // These are always the same functions: the list is given them, and is not drawn anew with every page.
  const selectTenant = useCallback((id: string) => {
    setWanted(id);
    setPage({ name: 'tenant' });
  }, []);
  const showTenant = useCallback(
    (id: string) => {
      selectTenant(id);
      setFront('page');
    },
    [selectTenant],
  );
  const selectSeveral = useCallback((tenantIds: readonly string[]) => {
    startTransition(() => {
      setPage({ name: 'selection', tenantIds });
    });
  }, []);
  return {
    page,
    tenantId,
    dialog,
    front,
    showList: () => {
      setFront('list');
    },
    selectTenant,
    showTenant,
    showLog: (only) => {
      turnTo({ name: 'log', tenantId: only });
    },
    showDiagnostics: () => {
      turnTo({ name: 'diagnostics' });
    },
    showSettings: () => {
      turnTo({ name: 'settings' });
    },
    showRemoved: () => {
      turnTo({ name: 'removed' });
    },
    showAudit: () => {
      turnTo({ name: 'audit' });
    },
    showShift: () => {
      turnTo({ name: 'shift' });
    },
    showWelcome: () => {
      turnTo({ name: 'welcome' });
    },
    showLinking: () => {
      turnTo({ name: 'linking' });
    },
    selectSeveral,
    showPage: () => {
      setFront('page');
    },
    leavePage: () => {
      turnTo({ name: 'tenant' });
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

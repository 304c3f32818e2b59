import { useRef, type RefObject } from 'react';
import { useIntl } from 'react-intl';

import type { TenantView } from '../shared/console.ts';
import { isAuthPaired } from '../shared/proof.ts';
import type { PaletteCommand } from './features/palette/commands.ts';
import { useMay } from './state/rights.ts';
import { useRoster, useServices } from './state/services.ts';
import { nextToLink, sortRoster } from './state/tenant-list.ts';
import { useFind } from './state/use-find.ts';
import { buttonWith, useWindowKeys } from './state/use-window-keys.ts';
import type { Page } from './state/view.ts';

interface GoToOptions {
  readonly page: Page['name'];
  readonly tenantId: string | undefined;
  /** There is a queue to go to. */
  readonly queued: boolean;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly showTenant: (tenantId: string) => void;
  readonly openPalette: (search: string) => void;
  /** Begins linking mode with these. */
  readonly link: (tenantIds: readonly string[]) => void;
  /** What only the frame can do. */
  readonly carryOut: (command: Exclude<PaletteCommand, OwnCommand>) => void;
}
type OwnCommand = 'code' | 'full-screen' | 'next' | 'link-all';

interface GoTo {
  /** Is given the ids of the list in its order, as it is shown. */
  readonly order: RefObject<readonly string[]>;
  /** Opens the first tenant that the search means, in the order of the list as it is shown. */
  readonly openFirst: (text: string) => Promise<void>;
  /** Whether a command of the palette makes sense now. */
  readonly offered: () => Readonly<Record<PaletteCommand, boolean>>;
  readonly follow: (command: PaletteCommand) => void;
}

/** A tenant that linking mode would take. */
function linkable(tenant: TenantView | undefined): boolean {
  return tenant !== undefined && !isAuthPaired(tenant.session) && tenant.session.evictedAt === undefined;
}

/** The fast ways through the window: single keys, a scanner, the search's Enter and the palette's commands. */
export function useGoTo(options: GoToOptions): GoTo {
  const { page, tenantId, queued, search, showTenant, openPalette, link, carryOut } = options;
  const { store, info } = useServices();
  const may = useMay();
  const { locale } = useIntl();
  const roster = useRoster();
  const find = useFind();
  const order = useRef<readonly string[]>([]);
  const practising = info?.practice ?? false;
  /** Linking mode has a separate order and separate keys. */
  const free = page !== 'linking';

  const following = () => nextToLink(store, sortRoster(roster, 'name', locale), tenantId ?? '');
  function showNext(): void {
    const next = following();
    if (next !== undefined) showTenant(next.id);
  }
  /** To the tenant so many places further down the list, as it is shown. */
  function step(places: number): void {
    const ids = order.current;
    const at = page === 'tenant' ? ids.indexOf(tenantId ?? '') : -1;
    const next = ids[at === -1 ? 0 : Math.max(0, Math.min(ids.length - 1, at + places))];
    if (next !== undefined) showTenant(next);
  }
  /** What a scanner has typed is one tenant's, or a choice. */
  async function takeScan(text: string): Promise<void> {
    const [first, ...others] = await find(text);
    if (first !== undefined && others.length === 0) showTenant(first);
    else openPalette(text);
  }
  useWindowKeys({
    own: free ? { N: showNext, J: () => step(1), K: () => step(-1) } : {},
    onScan: (text) => void takeScan(text),
  });

  return {
    order,
    async openFirst(text) {
      const found = text.trim() === '' ? [] : await find(text);
      const first = order.current.find((id) => found.includes(id)) ?? found[0];
      if (first === undefined) return;
      showTenant(first);
      // The next one that is typed, or scanned, takes its place.
      search.current?.select();
    },
    offered: () => ({
      code: buttonWith('Q') !== null,
      'full-screen': buttonWith('F') !== null,
      next: following() !== undefined,
      'link-all': may('link') && roster.some(({ id }) => linkable(store.tenant(id))),
      'add-tenant': may('link'),
      import: may('link'),
      practice: !practising,
      linking: queued,
      'failure-log': true,
      diagnostics: !practising,
      shift: true,
      removed: true,
      settings: true,
      shortcuts: true,
      welcome: true,
    }),
    follow(command) {
      switch (command) {
        case 'code':
          buttonWith('Q')?.click();
          break;
        case 'full-screen':
          buttonWith('F')?.click();
          break;
        case 'next':
          showNext();
          break;
        case 'link-all':
          link(roster.flatMap(({ id }) => (linkable(store.tenant(id)) ? id : [])));
          break;
        default:
          carryOut(command);
      }
    },
  };
}

import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Dialog } from 'react-aria-components/Dialog';
import { Header } from 'react-aria-components/Header';
import { Input } from 'react-aria-components/Input';
import { Menu, MenuItem, MenuSection } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { SearchField } from 'react-aria-components/SearchField';
import { useIntl } from 'react-intl';

import { needsAttention } from '../../../shared/attention.ts';
import { useText } from '../../i18n/use-text.ts';
import { useRoster, useServices } from '../../state/services.ts';
import { standingOf } from '../../state/standing.ts';
import { fold, searchRoster, sortRoster } from '../../state/tenant-list.ts';
import { useNumberMatches } from '../../state/use-number-matches.ts';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { StandingMark } from '../pairing/standing-mark.tsx';
import { type PaletteCommand, paletteCommands } from './commands.ts';
import styles from './palette.module.css';

/** As many tenants as are read at a glance; with nothing typed, those that need someone. */
const mostTenants = 8;
const mostWaiting = 4;

interface PaletteProps {
  /** What to begin with. */
  readonly search: string;
  /** Whether a command makes sense now. */
  readonly offered: Readonly<Record<PaletteCommand, boolean>>;
  readonly onTenant: (tenantId: string) => void;
  readonly onCommand: (command: PaletteCommand) => void;
  readonly onClose: () => void;
}

function useFoundTenants(search: string): readonly string[] {
  const { store } = useServices();
  const { locale } = useIntl();
  const roster = useRoster();
  const numbered = useNumberMatches(search);
  return useMemo(() => {
    const sorted = sortRoster(roster, 'name', locale);
    if (search.trim() !== '')
      return searchRoster(sorted, search, numbered)
        .slice(0, mostTenants)
        .map(({ id }) => id);
    const waiting = sorted.filter(({ id }) => {
      const session = store.tenant(id)?.session;
      return session !== undefined && needsAttention(session);
    });
    return waiting.slice(0, mostWaiting).map(({ id }) => id);
  }, [roster, search, numbered, locale, store]);
}

function TenantLine({ id }: { readonly id: string }) {
  const { store } = useServices();
  const tenant = store.tenant(id);
  if (tenant === undefined) return null;
  const number = tenant.session.account?.maskedNumber ?? tenant.expectedNumberMasked;
  return (
    <>
      <StandingMark standing={standingOf(tenant.session)} size={18} />
      <bdi className={styles.label}>{tenant.name}</bdi>
      <span className={styles.aside}>
        <bdi dir="ltr">{number ?? id}</bdi>
      </span>
    </>
  );
}

/** Goes anywhere by a few letters: to a tenant by name, id or number, to a page, or straight to an action. */
export function Palette({ search: first, offered, onTenant, onCommand, onClose }: PaletteProps) {
  const text = useText();
  const { store } = useServices();
  const [search, setSearch] = useState(first);
  const tenants = useFoundTenants(search);
  const words = fold(search).split(/\s+/).filter(Boolean);
  const commands = paletteCommands.filter(({ name, label }) => {
    const title = fold(text(label));
    return offered[name] && words.every((word) => title.includes(word));
  });
  const groups = (['actions', 'pages'] as const).map((group) => ({
    group,
    members: commands.filter((command) => command.group === group),
  }));

  function choose(key: string): void {
    onClose();
    const command = paletteCommands.find(({ name }) => `command ${name}` === key);
    if (command === undefined) onTenant(key.replace('tenant ', ''));
    else onCommand(command.name);
  }

  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className={styles.overlay ?? ''}>
      <Modal className={styles.modal ?? ''}>
        <Dialog aria-label={text('palette.title')} className={styles.dialog ?? ''}>
          <Autocomplete inputValue={search} onInputChange={setSearch}>
            <SearchField aria-label={text('palette.title')} autoFocus className={styles.field ?? ''}>
              <Search size={18} aria-hidden />
              <Input className={styles.input ?? ''} placeholder={text('palette.search')} spellCheck="false" />
            </SearchField>
            {/* Its lines are never in the tab order, so what scrolls them is. */}
            <div role="group" aria-label={text('palette.title')} tabIndex={0} className={styles.results}>
              <Menu
                aria-label={text('palette.title')}
                onAction={(key) => choose(String(key))}
                renderEmptyState={() => <p className={styles.none}>{text('palette.none')}</p>}
                className={styles.menu ?? ''}
              >
                {tenants.length > 0 && (
                  <MenuSection aria-label={text('tenants.title')}>
                    <Header className={styles.title ?? ''}>{text('tenants.title')}</Header>
                    {tenants.map((id) => (
                      <MenuItem
                        key={id}
                        id={`tenant ${id}`}
                        textValue={store.tenant(id)?.name ?? id}
                        className={styles.item ?? ''}
                      >
                        <TenantLine id={id} />
                      </MenuItem>
                    ))}
                  </MenuSection>
                )}
                {groups.map(
                  ({ group, members }) =>
                    members.length > 0 && (
                      <MenuSection key={group} aria-label={text(`palette.group.${group}`)}>
                        <Header className={styles.title ?? ''}>{text(`palette.group.${group}`)}</Header>
                        {members.map(({ name, label, keys }) => (
                          <MenuItem
                            key={name}
                            id={`command ${name}`}
                            textValue={text(label)}
                            className={styles.item ?? ''}
                          >
                            <span className={styles.label}>{text(label)}</span>
                            {keys !== undefined && (
                              <span className={styles.aside}>
                                <KeyCaps keys={keys} />
                              </span>
                            )}
                          </MenuItem>
                        ))}
                      </MenuSection>
                    ),
                )}
              </Menu>
            </div>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

import { lazy, startTransition, Suspense, useCallback, useMemo, useState } from 'react';

import type { Cause } from '../../../shared/causes.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import { useText } from '../../i18n/use-text.ts';
import { useServices } from '../../state/services.ts';
import { useWide } from '../../state/use-wide.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { useJournal } from '../failures/use-journal.ts';
import { AttemptsChart } from './attempts-chart.tsx';
import { ExportButtons } from './export-buttons.tsx';
import styles from './failure-log.module.css';
import { linksBeside, matching, ranges, type LogQuery } from './log-query.ts';
import { LogTable } from './log-table.tsx';
import { LostEntries } from './lost-entries.tsx';
import { useEntryWords } from './use-entry-words.ts';
import { useNewLinks } from './use-new-links.ts';

const EntryDialog = lazy(async () => ({ default: (await import('./entry-dialog.tsx')).EntryDialog }));
const EntryBeside = lazy(async () => ({ default: (await import('./entry-beside.tsx')).EntryBeside }));

/** As many as the main process gives at once. */
const limit = 10_000;
const every = '';
const everything: LogQuery = { tenantId: undefined, cause: undefined, range: 'all', search: '' };

interface FiltersProps {
  readonly entries: readonly JournalEntry[];
  readonly query: LogQuery;
  readonly onQuery: (query: LogQuery) => void;
}

/** Only tenants and causes that the log holds can be chosen, and the one that is chosen already. */
function Filters({ entries, query, onQuery }: FiltersProps) {
  const text = useText();
  const { store } = useServices();
  const chosen = query.tenantId;
  const tenantOptions = useMemo(() => {
    const ids = new Set([...entries.map(({ tenantId }): string => tenantId), ...(chosen ? [chosen] : [])]);
    return Array.from(ids, (id) => ({ value: id, label: store.tenant(id)?.name ?? id }));
  }, [entries, chosen, store]);
  const causeOptions = useMemo(() => {
    const causes = new Set(entries.map(({ failure }) => failure.cause));
    return Array.from(causes, (cause) => ({ value: cause, label: text(`cause.${cause}.title`) }));
  }, [entries, text]);
  return (
    <div className={styles.filters}>
      <div className={styles.search}>
        <SearchField
          label={text('log.search')}
          value={query.search}
          onChange={(search) => onQuery({ ...query, search })}
        />
      </div>
      <Select
        label={text('log.tenant')}
        value={query.tenantId ?? every}
        options={[{ value: every, label: text('log.all-tenants') }, ...tenantOptions]}
        onChange={(value) => onQuery({ ...query, tenantId: value === every ? undefined : value })}
      />
      <Select<Cause | typeof every>
        label={text('log.cause')}
        value={query.cause ?? every}
        options={[{ value: every, label: text('log.all-causes') }, ...causeOptions]}
        onChange={(value) => onQuery({ ...query, cause: value === every ? undefined : value })}
      />
      <Segmented
        label={text('log.time')}
        value={query.range}
        options={ranges.map((range) => ({ value: range, label: text(`log.range.${range}`) }))}
        onChange={(range) => onQuery({ ...query, range, within: undefined })}
      />
    </div>
  );
}

interface FailureLogProps {
  /** The tenant to begin with; absent: all of them. */
  readonly tenantId: string | undefined;
  readonly onShowTenant: (tenantId: string) => void;
}

/** Every attempt that ended badly, live: narrowed down, counted over time, and opened one by one. */
export function FailureLog({ tenantId, onShowTenant }: FailureLogProps) {
  const text = useText();
  const journal = useJournal({ tenantId: undefined, limit });
  const [query, setQuery] = useState<LogQuery>({ ...everything, tenantId });
  // Ranges are counted back from when the page was opened; what comes in later is newer than any of them.
  const [now] = useState(Date.now);
  const wide = useWide();
  const [opened, setOpened] = useState<JournalEntry>();
  /** On a wide screen: the entry whose details stand beside the table. */
  const [beside, setBeside] = useState<JournalEntry>();
  const entries = journal.kind === 'entries' ? journal.entries : none;
  const newLinks = useNewLinks();
  const wordsOf = useEntryWords();
  const shown = useMemo(() => matching(entries, query, now, wordsOf), [entries, query, now, wordsOf]);
  const links = useMemo(() => (newLinks === undefined ? undefined : linksBeside(newLinks, query)), [newLinks, query]);
  // The chart stays whole while the log is narrowed to one of its bars.
  const charted = useMemo(
    () => (query.within === undefined ? shown : matching(entries, { ...query, within: undefined }, now, wordsOf)),
    [entries, shown, query, now, wordsOf],
  );
  const chart = (
    <AttemptsChart
      entries={charted}
      links={links}
      range={query.range}
      now={now}
      within={query.within}
      onWithin={(within) => setQuery({ ...query, within })}
    />
  );
  // The newest to begin with. It stays when newer ones come in: somebody may be reading it.
  const [newest] = shown;
  if (wide && beside === undefined && newest !== undefined) setBeside(newest);
  const open = useCallback(
    (entry: JournalEntry) => {
      startTransition(() => {
        if (wide) setBeside(entry);
        else setOpened(entry);
      });
    },
    [wide],
  );
  const asItIsNow = (entry: JournalEntry) => entries.find(({ id }) => id === entry.id) ?? entry;
  const narrowed =
    query.tenantId !== undefined ||
    query.cause !== undefined ||
    query.within !== undefined ||
    query.range !== 'all' ||
    query.search !== '';

  return (
    <article className={styles.page}>
      <div className={styles.whole}>
        <header>
          <h1>{text('log.title')}</h1>
          <p className={styles.lead}>{text('log.lead')}</p>
        </header>
        {journal.kind === 'loading' && <p className={styles.lead}>{text('log.loading')}</p>}
        <LostEntries />
        {journal.kind === 'failed' && <ErrorLine error={journal.error} />}
        {journal.kind === 'entries' && entries.length === 0 && (
          <>
            <EmptyState picture="log">
              <p>{text('log.empty')}</p>
            </EmptyState>
            {chart}
          </>
        )}
        {entries.length > 0 && (
          <>
            <Filters entries={entries} query={query} onQuery={setQuery} />
            <div className={styles.count}>
              <p role="status">{text('log.shown', { shown: shown.length, total: entries.length })}</p>
              {narrowed && (
                <Button look="quiet" onPress={() => setQuery(everything)}>
                  {text('list.clear')}
                </Button>
              )}
              <ExportButtons entries={shown} />
            </div>
            {chart}
            {shown.length === 0 ? (
              <p className={styles.empty}>{text('log.none-match')}</p>
            ) : (
              <LogTable
                entries={shown}
                besideId={wide ? beside?.id : undefined}
                onMove={wide ? open : undefined}
                onOpen={open}
              />
            )}
          </>
        )}
      </div>
      <Suspense fallback={null}>
        {wide && beside !== undefined && <EntryBeside entry={asItIsNow(beside)} onShowTenant={onShowTenant} />}
        {opened !== undefined && (
          <EntryDialog entry={asItIsNow(opened)} onShowTenant={onShowTenant} onClose={() => setOpened(undefined)} />
        )}
      </Suspense>
    </article>
  );
}

const none: readonly JournalEntry[] = [];

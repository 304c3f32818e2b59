import { Download } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';

import type { AuditEntry, AuditList } from '../../../shared/audit.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useServices } from '../../state/services.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { SearchField } from '../../ui/search-field.tsx';
import styles from './audit-page.module.css';
import { type AuditWords, useAuditWords } from './audit-words.ts';
import { auditCsv } from './export-audit.ts';

/** More rows make the page slow; search narrows them, and the CSV has them all. */
const rowsShown = 500;

function Row({ entry, words }: { readonly entry: AuditEntry; readonly words: AuditWords }) {
  const moments = useMoments();
  const { at, who, tenantId } = entry;
  const { store } = useServices();
  return (
    <tr data-broken={entry.act === 'break-found' || undefined}>
      <td>
        <time dateTime={new Date(at).toISOString()}>{moments.full(at)}</time>
      </td>
      <td>
        <bdi>{who ?? words.door}</bdi>
        {who !== null && <span className={styles.door}>{words.door}</span>}
      </td>
      <td>
        {words.act}
        {words.about !== '' && (
          <span className={styles.door}>
            <bdi>{words.about}</bdi>
          </span>
        )}
      </td>
      <td>
        {tenantId !== null && (
          <>
            <bdi>{store.tenant(tenantId)?.name ?? ''}</bdi>
            <span className={styles.id}>
              <Ltr mono>{tenantId}</Ltr>
            </span>
          </>
        )}
      </td>
      <td>{words.outcome}</td>
    </tr>
  );
}

function Entries({ list }: { readonly list: AuditList }) {
  const text = useText();
  const wordsOf = useAuditWords();
  const { store } = useServices();
  const [search, setSearch] = useState('');
  const shown = useMemo(() => {
    const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
    return list.entries.filter((entry) => {
      const { who, tenantId, about, outcome } = entry;
      const name = tenantId === null ? undefined : store.tenant(tenantId)?.name;
      const words = wordsOf(entry);
      const all = [who, tenantId, name, about, outcome, words.act, words.door, words.about, words.outcome];
      const line = all.join(' ').toLowerCase();
      return wanted.every((word) => line.includes(word));
    });
  }, [list, search, wordsOf, store]);
  const name = `audit-${new Date().toISOString().slice(0, 10)}.csv`;
  return (
    <>
      <div className={styles.filters}>
        <SearchField label={text('audit.search')} value={search} onChange={setSearch} />
        <Button onPress={() => saveFile(name, 'text/csv', auditCsv(shown))}>
          <Download size={15} aria-hidden />
          {text('audit.save')}
        </Button>
      </div>
      <p role="status" className={styles.quiet}>
        {text('audit.shown', { shown: Math.min(shown.length, rowsShown), total: list.entries.length })}
      </p>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              {(['when', 'who', 'what', 'tenant', 'outcome'] as const).map((column) => (
                <th key={column} scope="col">
                  {text(`audit.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, rowsShown).map((entry) => (
              <Row key={entry.n} entry={entry} words={wordsOf(entry)} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Who did what, as it was when the page was opened. */
export function AuditPage() {
  const text = useText();
  const { audit } = useConsole();
  const answer = useAnswer<AuditList>(useCallback(() => audit.list(), [audit]));
  const list = answer.kind === 'here' ? answer.value : undefined;
  const isBroken = list !== undefined && (list.breaks.length > 0 || list.entries.some(isBreak));
  return (
    <article className={styles.page}>
      <header>
        <h1>{text('audit.title')}</h1>
        <p className={styles.quiet}>{text('audit.lead')}</p>
      </header>
      {answer.kind === 'failed' && <ErrorLine error={answer.error} />}
      {isBroken && (
        <p role="alert" className={styles.broken}>
          {text('audit.broken')}
        </p>
      )}
      {list !== undefined && list.unsaved > 0 && (
        <p role="alert" className={styles.broken}>
          {text('audit.unsaved', { count: list.unsaved })}
        </p>
      )}
      {list !== undefined && list.lost > 0 && (
        <p role="alert" className={styles.broken}>
          {text('audit.lost', { count: list.lost })}
        </p>
      )}
      {list !== undefined && (list.entries.length === 0 ? <p>{text('audit.empty')}</p> : <Entries list={list} />)}
    </article>
  );
}

const isBreak = ({ act }: AuditEntry) => act === 'break-found';

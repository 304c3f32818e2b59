import { useMemo } from 'react';
import { Cell, Column, ResizableTableContainer, Row, Table, TableBody, TableHeader } from 'react-aria-components/Table';
import { TableLayout, Virtualizer } from 'react-aria-components/Virtualizer';

import type { JournalEntry } from '../../../shared/journal.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useTenant } from '../../state/services.ts';
import { standingOf } from '../../state/standing.ts';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './log-table.module.css';

/** Pixels; the same for every row, so that ten thousand entries need no measuring. */
const layout = { rowHeight: 52, headingHeight: 34 };

function TenantName({ id }: { readonly id: string }) {
  const tenant = useTenant(id);
  return (
    <>
      {tenant !== undefined && <bdi className={styles.line}>{tenant.name}</bdi>}
      <span className={styles.small}>
        <Ltr mono>{id}</Ltr>
      </span>
    </>
  );
}

interface LogTableProps {
  readonly entries: readonly JournalEntry[];
  readonly onOpen: (entry: JournalEntry) => void;
}

/** The entries as a table of which only the rows in view exist. A row opens with Enter or a click. */
export function LogTable({ entries, onOpen }: LogTableProps) {
  const text = useText();
  const moments = useMoments();
  const byId = useMemo(() => new Map(entries.map((entry) => [entry.id, entry])), [entries]);
  return (
    <ResizableTableContainer className={styles.container ?? ''}>
      <Virtualizer layout={TableLayout} layoutOptions={layout}>
        <Table
          aria-label={text('log.title')}
          onRowAction={(id) => {
            const entry = byId.get(String(id));
            if (entry !== undefined) onOpen(entry);
          }}
          className={styles.table ?? ''}
        >
          <TableHeader>
            <Column id="time" width={150} className={styles.heading ?? ''}>
              {text('log.time')}
            </Column>
            <Column id="tenant" width="2fr" minWidth={110} className={styles.heading ?? ''}>
              {text('log.tenant')}
            </Column>
            <Column id="cause" isRowHeader width="3fr" minWidth={150} className={styles.heading ?? ''}>
              {text('log.cause')}
            </Column>
            <Column id="phase" width="2fr" minWidth={100} className={styles.heading ?? ''}>
              {text('log.phase')}
            </Column>
            <Column id="code" width={64} className={styles.heading ?? ''}>
              {text('log.code')}
            </Column>
          </TableHeader>
          <TableBody items={entries} dependencies={[text, moments]}>
            {(entry) => {
              const { failure } = entry;
              return (
                <Row id={entry.id} className={styles.row ?? ''}>
                  <Cell className={styles.cell ?? ''}>
                    <time dateTime={new Date(failure.at).toISOString()} title={moments.full(failure.at)}>
                      {moments.short(failure.at)}
                    </time>
                  </Cell>
                  <Cell className={styles.cell ?? ''}>
                    <TenantName id={entry.tenantId} />
                  </Cell>
                  <Cell className={styles.cell ?? ''}>
                    <span className={styles.wrapped}>{text(`cause.${failure.cause}.title`)}</span>
                  </Cell>
                  <Cell className={styles.cell ?? ''}>{text(`standing.${standingOf(entry)}.label`)}</Cell>
                  <Cell className={styles.cell ?? ''}>
                    {failure.statusCode === undefined ? (
                      text('log.no-code')
                    ) : (
                      <Ltr mono>{String(failure.statusCode)}</Ltr>
                    )}
                  </Cell>
                </Row>
              );
            }}
          </TableBody>
        </Table>
      </Virtualizer>
    </ResizableTableContainer>
  );
}

import { useId, useRef, useState, type KeyboardEvent } from 'react';

import type { JournalEntry } from '../../../shared/journal.ts';
import { useText } from '../../i18n/use-text.ts';
import { usePartInView } from '../../ui/use-part-in-view.ts';
import { LogRow } from './log-row.tsx';
import styles from './log-table.module.css';

/** Pixels; the same for every row, so that ten thousand entries need no measuring. As in the style sheet. */
const rowHeight = 52;
const headingHeight = 34;
/** Rows are drawn and taken away so many at a time while the table is scrolled. */
const rowsAtOnce = 4;
const columns = ['time', 'tenant', 'cause', 'phase', 'code'] as const;

interface LogTableProps {
  readonly entries: readonly JournalEntry[];
  /** The entry whose details stand beside the table. */
  readonly besideId: string | undefined;
  /** Called when the keyboard goes to another row. */
  readonly onMove: ((entry: JournalEntry) => void) | undefined;
  readonly onOpen: (entry: JournalEntry) => void;
}

/**
 * The entries as a table of which only the rows in view exist. A row opens with a click or, since the table itself has
 * the keyboard, with Enter: what is active may be out of view.
 */
export function LogTable({ entries, besideId, onMove, onOpen }: LogTableProps) {
  const text = useText();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const { from, to } = usePartInView(box, entries.length * rowHeight, rowsAtOnce * rowHeight);
  const first = Math.floor(from / rowHeight);
  const end = Math.min(entries.length, Math.ceil(to / rowHeight));
  const [chosen, setChosen] = useState(0);
  const active = Math.min(chosen, entries.length - 1);

  function moveTo(index: number): void {
    const next = Math.max(0, Math.min(entries.length - 1, index));
    setChosen(next);
    const entry = entries[next];
    if (entry !== undefined) onMove?.(entry);
    const element = box.current;
    if (element === null) return;
    const top = next * rowHeight;
    const room = element.clientHeight - headingHeight - rowHeight;
    element.scrollTop = Math.max(top - room, Math.min(top, element.scrollTop));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 2);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: entries.length - 1,
    };
    const target = targets[event.key];
    const entry = entries[active];
    if (target !== undefined) moveTo(target);
    else if (event.key === 'Enter' && entry !== undefined) onOpen(entry);
    else return;
    event.preventDefault();
  }

  return (
    <div
      ref={box}
      role="grid"
      aria-label={text('log.title')}
      aria-rowcount={entries.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={active >= first && active < end ? `${id}-${active}` : undefined}
      tabIndex={0}
      className={styles.table}
      onKeyDown={onKeyDown}
    >
      <div role="row" aria-rowindex={1} className={styles.headings}>
        {columns.map((column) => (
          <div key={column} role="columnheader" className={styles.heading}>
            {text(`log.${column}`)}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={styles.rows} style={{ blockSize: entries.length * rowHeight }}>
        {entries.slice(first, end).map((entry, offset) => (
          <LogRow
            key={entry.id}
            entry={entry}
            id={`${id}-${first + offset}`}
            top={(first + offset) * rowHeight}
            number={first + offset + 2}
            active={first + offset === active}
            beside={entry.id === besideId}
            onOpen={onOpen}
          />
        ))}
      </div>
    </div>
  );
}

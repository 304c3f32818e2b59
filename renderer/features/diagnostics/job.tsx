import type { ReactNode } from 'react';

import type { CommandError } from '../../../shared/errors.ts';
import type { Role } from '../../../shared/operator-rules.ts';
import type { Result } from '../../../shared/result.ts';
import { useText } from '../../i18n/use-text.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Section } from '../../ui/section.tsx';
import styles from './diagnostics-page.module.css';

interface JobProps {
  readonly title: string;
  /** What it does, said before it is done. */
  readonly lead: string;
  /** The words of the button that begins it. */
  readonly start: string;
  readonly onStart: () => Promise<Result<null, CommandError>>;
  readonly onCancel: () => Promise<Result<null, CommandError>>;
  /** Present while it runs. */
  readonly progress: { readonly label: string; readonly done: number; readonly total: number } | undefined;
  /** What somebody must be to begin it. */
  readonly needs?: Role;
  /** What it came to, once it has ended. */
  readonly summary: string | undefined;
  /** When that was, or that it never was. */
  readonly note?: string | undefined;
  readonly children?: ReactNode;
}

/** Something that is begun, watched, cancelled, and has a result. */
export function Job({
  title,
  lead,
  start,
  onStart,
  onCancel,
  progress,
  needs = 'link',
  summary,
  note,
  children,
}: JobProps) {
  const text = useText();
  const command = useCommand();
  return (
    <Section title={title}>
      <div className={styles.head}>
        <p className={styles.lead}>{lead}</p>
        {progress === undefined ? (
          <Button needs={needs} onPress={() => void command.run(onStart)}>
            {start}
          </Button>
        ) : (
          <Button onPress={() => void command.run(onCancel)}>{text('diagnostics.cancel')}</Button>
        )}
      </div>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
      {progress !== undefined && <ProgressBar {...progress} />}
      <div>
        <div role="status">
          {progress === undefined && summary !== undefined && <p className={styles.summary}>{summary}</p>}
        </div>
        {progress === undefined && note !== undefined && <p className={styles.note}>{note}</p>}
      </div>
      {children}
    </Section>
  );
}

import styles from './announce.module.css';

interface AnnounceProps {
  readonly children: string;
  /** Also while a dialog is open, which silences all that is behind it. Not for what scrolls with a page. */
  readonly throughDialogs?: boolean;
}

/** Said by a screen reader, once and politely, whenever it becomes another text; not to be seen. */
export function Announce({ children, throughDialogs = false }: AnnounceProps) {
  return (
    <p className={styles.announce} aria-live="polite" data-live-announcer={throughDialogs || undefined}>
      {children}
    </p>
  );
}

import styles from './announce.module.css';

/**
 * Said by a screen reader, once and politely, whenever it becomes another text; not to be seen. Marked so that an open
 * dialog, which silences all that is behind it, leaves this alone.
 */
export function Announce({ children }: { readonly children: string }) {
  return (
    <p className={styles.announce} aria-live="polite" data-live-announcer="true">
      {children}
    </p>
  );
}

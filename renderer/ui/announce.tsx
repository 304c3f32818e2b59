import styles from './announce.module.css';

/** Said by a screen reader, once and politely, whenever it becomes another text; not to be seen. */
export function Announce({ children }: { readonly children: string }) {
  return (
    <p className={styles.announce} aria-live="polite">
      {children}
    </p>
  );
}

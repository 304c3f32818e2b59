import type { ReactNode } from 'react';

import styles from './page-columns.module.css';

interface PageColumnsProps {
  readonly head: ReactNode;
  readonly start: ReactNode;
  readonly end: ReactNode;
}

/** A page of sections: one column, and on a wide screen two, each as wide as that one. */
export function PageColumns({ head, start, end }: PageColumnsProps) {
  return (
    <article className={styles.page}>
      <header>{head}</header>
      <div className={styles.column}>{start}</div>
      <div className={styles.column}>{end}</div>
    </article>
  );
}

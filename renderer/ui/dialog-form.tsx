import type { ReactNode } from 'react';

import styles from './dialog-form.module.css';

interface DialogFormProps {
  readonly onSubmit: () => Promise<void>;
  readonly children: ReactNode;
}

/** A form whose fields say themselves what is wrong, so the browser's own bubbles stay away. */
export function DialogForm({ onSubmit, children }: DialogFormProps) {
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {children}
    </form>
  );
}

import { useState, type ReactNode } from 'react';

import styles from './cross-fade.module.css';

interface CrossFadeProps {
  /** Names what is shown; when it changes, what was shown fades out under what comes. */
  readonly of: string;
  readonly children: ReactNode;
}

interface Shown {
  readonly of: string;
  readonly children: ReactNode;
}

/** Fades from one content to the next in the same place. What goes can be neither reached nor heard. */
export function CrossFade({ of, children }: CrossFadeProps) {
  const [shown, setShown] = useState<Shown>({ of, children });
  const [leaving, setLeaving] = useState<Shown>();
  if (shown.of !== of) {
    setLeaving(shown);
    setShown({ of, children });
  } else if (shown.children !== children) {
    setShown({ of, children });
  }
  return (
    <div className={styles.place}>
      {leaving !== undefined && (
        <div
          key={leaving.of}
          inert
          aria-hidden
          className={styles.leaving}
          onAnimationEnd={({ target, currentTarget }) => {
            if (target === currentTarget) setLeaving(undefined);
          }}
        >
          {leaving.children}
        </div>
      )}
      <div key={of} className={styles.arriving} data-follows={leaving !== undefined || undefined}>
        {children}
      </div>
    </div>
  );
}

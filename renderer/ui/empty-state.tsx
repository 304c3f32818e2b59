import type { ReactNode } from 'react';

import styles from './empty-state.module.css';

/**
 * Drawn for this program, each from a few strokes. `soft` fills with a quiet colour, `accent` is what the picture is
 * about; both follow the theme, and with forced colours only the strokes are left.
 */
const pictures = {
  /** An empty shelf box with a lid: nothing was put away. */
  removed: (
    <>
      <path className={styles.soft} d="M26 44h68v34a6 6 0 0 1-6 6H32a6 6 0 0 1-6-6z" />
      <path d="M20 32a4 4 0 0 1 4-4h72a4 4 0 0 1 4 4v8a4 4 0 0 1-4 4H24a4 4 0 0 1-4-4z" />
      <path className={styles.accent} d="M50 56h20" />
    </>
  ),
  /** A page without entries, ticked. */
  log: (
    <>
      <path className={styles.soft} d="M34 16h38l16 16v48a6 6 0 0 1-6 6H34a6 6 0 0 1-6-6V22a6 6 0 0 1 6-6z" />
      <path d="M72 16v16h16M40 44h22M40 54h14" />
      <circle className={styles.badge} cx="84" cy="72" r="15" />
      <path className={styles.accent} d="m77 72 5 5 9-10" />
    </>
  ),
  /** The sun over a desk: the day has just begun. */
  day: (
    <>
      <circle className={styles.soft} cx="60" cy="56" r="18" />
      <path d="M60 20v8M32 34l5 5M88 34l-5 5M18 58h8M94 58h8" />
      <path className={styles.accent} d="M14 76h92" />
      <path d="M30 86h60" />
    </>
  ),
  /** A phone and a code that have not met. */
  link: (
    <>
      <rect className={styles.soft} x="16" y="14" width="38" height="72" rx="7" />
      <path d="M30 22h10M32 78h6" />
      <path d="M70 34h14v14H70zM92 34h10v6M92 48h10M70 56h6v10M84 56v10h8M100 56v10" />
      <path className={styles.accent} d="M26 50h18M39 45l5 5-5 5" />
    </>
  ),
  /** A magnifier over nothing. */
  search: (
    <>
      <circle className={styles.soft} cx="54" cy="46" r="26" />
      <path d="m73 65 20 20" />
      <path className={styles.accent} d="M44 46h20" />
    </>
  ),
} as const;

interface EmptyStateProps {
  readonly picture: keyof typeof pictures;
  readonly children: ReactNode;
}

/** What stands where there is nothing yet: a small picture and the words for it. */
export function EmptyState({ picture, children }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <svg viewBox="0 0 120 100" width="120" height="100" className={styles.picture} aria-hidden>
        {pictures[picture]}
      </svg>
      <div>{children}</div>
    </div>
  );
}

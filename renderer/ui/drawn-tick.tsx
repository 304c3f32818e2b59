import styles from './drawn-tick.module.css';

/** A tick that draws itself once, when it appears. `size` in pixels. Decorative: words stand beside it. */
export function DrawnTick({ size }: { readonly size: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} className={styles.tick} aria-hidden>
      <circle cx="12" cy="12" r="10" pathLength="1" />
      <path d="M7.5 12.5l3 3 6-6.5" pathLength="1" />
    </svg>
  );
}

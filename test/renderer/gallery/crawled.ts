/** What pressing everything led to. */
export interface Crawled {
  /** How many controls were pressed. */
  readonly pressed: number;
  /** Every call that was made, once. */
  readonly called: readonly string[];
  /** What was pressed, and which call of it the role does not allow; `a file`: something to save. */
  readonly refused: readonly string[];
}

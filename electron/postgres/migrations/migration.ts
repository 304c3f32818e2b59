/** One step from one form of the database to the next. Once it was released it never changes: a later step changes what it made. */
export interface Migration {
  /** Counts up from 1, without a gap. */
  readonly version: number;
  readonly name: string;
  /** Statements with semicolons between them. They run in one transaction, with those of the other steps. */
  readonly sql: string;
}

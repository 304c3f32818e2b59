import type { AuditPlace, FoundAudit } from '../audit/audit-place.ts';
import { type Head, headSchema, linkSchema } from '../audit/chain.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Database, Statements } from './database.ts';

/** The audit as rows: one chain, to which every program on this database adds in its turn. */
export function createDatabaseAudit({ place, run, transaction }: Database): AuditPlace {
  /** In one statement, so that the head is that of these lines. */
  async function readAfter(n: number): Promise<FoundAudit> {
    const rows = await run<{ line: string | null; head: string | null }>(
      `SELECT line, head FROM (
         SELECT n, line, NULL AS head FROM audit_entry WHERE n > $1 UNION ALL SELECT NULL, NULL, head FROM audit_head
       ) AS found ORDER BY n`,
      [n],
    );
    const found = rows.find(({ head }) => head !== null)?.head ?? undefined;
    const lines = rows.flatMap(({ line }) => (line === null ? [] : [linkSchema.safeParse(parsedJson(line)).data]));
    const head = found === undefined ? undefined : headSchema.safeParse(parsedJson(found)).data;
    return { lines, head, isNew: rows.length === 0 };
  }

  return {
    place,
    read: () => readAfter(0),
    readAfter,
    append: (links, before, head) =>
      transaction(async (statements) => {
        if (links.length === 0) return true;
        await statements.run('LOCK TABLE audit_entry IN SHARE ROW EXCLUSIVE MODE');
        const [row] = await statements.run<{ last: bigint | null }>('SELECT max(n) AS last FROM audit_entry');
        const known = before.at(-1)?.entry.n;
        if (Number(row?.last ?? 0) > (known ?? 0)) return false;
        await statements.run('INSERT INTO audit_entry (n, line) SELECT * FROM unnest($1::bigint[], $2::text[])', [
          links.map(({ entry }) => entry.n),
          links.map((link) => JSON.stringify(link)),
        ]);
        // With them, so that no entry lies there without a head.
        await writeHead(statements, head);
        return true;
      }),
    saveHead: (head) => writeHead({ run }, head),
    async keepOnly(rest) {
      await run('DELETE FROM audit_entry WHERE n < $1', [rest[0]?.entry.n ?? 0]);
    },
  };
}

/** Never back to where another program has been already. */
async function writeHead({ run }: Statements, head: Head): Promise<void> {
  await run(
    `INSERT INTO audit_head (head) VALUES ($1) ON CONFLICT (single) DO UPDATE SET head = excluded.head
     WHERE (audit_head.head::json -> 'last' ->> 'n')::bigint <= (excluded.head::json -> 'last' ->> 'n')::bigint`,
    [JSON.stringify(head)],
  );
}

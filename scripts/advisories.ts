import { z } from 'zod';

/** What `npm audit --json` answers (report version 2), as far as it is read here. */
const reportSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.enum(['info', 'low', 'moderate', 'high', 'critical']),
      /** A text names another package in this report that brings the fault in. */
      via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string() })])),
      /** Places in node_modules. */
      nodes: z.array(z.string()),
    }),
  ),
});

export interface Advisory {
  /** `name@version`. */
  readonly package: string;
  readonly severity: string;
  readonly title: string;
  readonly url: string;
  /** Whether the build puts this package into a program. */
  readonly ships: boolean;
}

/**
 * The faults that are known of packages, those that ship first. npm cannot tell which do: all of them are
 * `devDependencies`, because they are bundled.
 */
export function advisoriesIn(
  report: unknown,
  shipped: ReadonlySet<string>,
  versionAt: (node: string) => string,
): Advisory[] {
  const { vulnerabilities } = reportSchema.parse(report);
  const found = Object.entries(vulnerabilities).flatMap(([name, { severity, via, nodes }]) =>
    nodes.flatMap((node) => {
      const key = `${name}@${versionAt(node)}`;
      return via.flatMap((fault) =>
        typeof fault === 'string' ? [] : [{ package: key, severity, ...fault, ships: shipped.has(key) }],
      );
    }),
  );
  return found.sort((a, b) => Number(b.ships) - Number(a.ships));
}

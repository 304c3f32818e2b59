export type Sample = readonly [labels: readonly (readonly [name: string, value: string])[], value: number];

export interface Counter {
  /** One value for each label. */
  add(...values: readonly string[]): void;
  samples(): readonly Sample[];
}

/** Counts, for each combination of label values that was seen. Values come from closed sets. */
export function createCounter(...labels: readonly string[]): Counter {
  const counts = new Map<string, { readonly values: readonly string[]; count: number }>();
  // Without labels there is one series, which is there from the start.
  if (labels.length === 0) counts.set('', { values: [], count: 0 });
  return {
    add(...values) {
      const key = values.join('\n');
      const known = counts.get(key) ?? { values, count: 0 };
      known.count += 1;
      counts.set(key, known);
    },
    samples: () =>
      [...counts.values()].map(({ values, count }) => [
        labels.map((label, index) => [label, values[index] ?? ''] as const),
        count,
      ]),
  };
}

/** One metric in Prometheus' text format 0.0.4. */
export function family(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => {
    const written = labels.map(([label, text]) => `${label}="${escaped(text)}"`).join(',');
    return `${name}${written === '' ? '' : `{${written}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function escaped(text: string): string {
  return text.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
}

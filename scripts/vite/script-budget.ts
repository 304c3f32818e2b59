import type { Plugin } from 'vite';

interface ScriptBudget {
  /** The entry's own script; bytes, minified. */
  readonly first: number;
  /** That script together with every script that it imports before it can run; bytes, minified. */
  readonly atOnce: number;
}

/** Fails a build whose page loads more script at once than its budget allows. `budgets` are by the entry's name. */
export function scriptBudget(budgets: Readonly<Record<string, ScriptBudget>>): Plugin {
  return {
    name: 'script-budget',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle(_options, bundle) {
      const sizeOf = (file: string) => {
        const chunk = bundle[file];
        return chunk?.type === 'chunk' ? Buffer.byteLength(chunk.code) : 0;
      };
      for (const [entry, budget] of Object.entries(budgets)) {
        const first = Object.values(bundle).find(
          (file) => file.type === 'chunk' && file.isEntry && file.name === entry,
        );
        if (first === undefined) this.error(`no entry is named ${entry}`);
        const loaded = new Set([first.fileName]);
        // A set that is added to while it is walked is walked to its new end.
        for (const file of loaded) {
          const chunk = bundle[file];
          if (chunk?.type === 'chunk') for (const imported of chunk.imports) loaded.add(imported);
        }
        const sizes = {
          first: sizeOf(first.fileName),
          atOnce: [...loaded].reduce((sum, file) => sum + sizeOf(file), 0),
        };
        for (const part of ['first', 'atOnce'] as const) {
          if (sizes[part] <= budget[part]) continue;
          this.error(
            `The page ${entry} has ${sizes[part]} bytes of script (${part}), and its budget is ${budget[part]}. ` +
              'Look what the last import brings along, or raise the budget in vite.config.ts and say why.',
          );
        }
      }
    },
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Plugin } from 'vite';
import { z } from 'zod';

import type { Licence } from '../../shared/app.ts';

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]).optional(),
});

/** Writes `licences.json` beside each program: the packages that are bundled into it, with the words of their licences. */
export function licences(): Plugin {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
      const packages = new Set(modules.map(packageOf).filter((folder) => folder !== undefined));
      const source = JSON.stringify([...packages].sort().map(licenceOf));
      this.emitFile({ type: 'asset', fileName: 'licences.json', source });
    },
  };
}

/** The folder of the package that a module belongs to; a bundler's own modules begin with a NUL. */
function packageOf(module: string): string | undefined {
  return /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/?]+)/.exec(module)?.[1];
}

function licenceOf(folder: string): Licence {
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = manifestSchema.parse(manifest);
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)\b/i.test(entry));
  return {
    name,
    version,
    licence: license ?? 'see its licence file',
    ...(file === undefined ? {} : { text: readFileSync(path.join(folder, file), 'utf8') }),
  };
}

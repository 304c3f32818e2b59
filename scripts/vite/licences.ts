import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Plugin, ResolvedConfig } from 'vite';
import { z } from 'zod';

import type { Licence } from '../../shared/app.ts';
import { sourceArchiveName } from '../source-archive.ts';
import { type OwnFinding, findings, mayBeCombined } from './known-licences.ts';

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]).optional(),
  author: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).optional(),
  homepage: z.string().optional(),
  repository: z.union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)]).optional(),
});
const programSchema = z.object({ productName: z.string(), version: z.string(), license: z.string() });
type Manifest = z.infer<typeof manifestSchema>;

const root = path.join(import.meta.dirname, '../..');

/**
 * Writes `licences.json` beside each program: the packages that are bundled into it, with the full texts of their licences
 * and the places of their sources. Fails the build on a package whose licence is not in known-licences.ts.
 */
export function licences(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'licences',
    configResolved(resolved) {
      config = resolved;
    },
    generateBundle(_options, bundle) {
      // An asset names its files from the root: the fonts, which no module imports.
      const modules = Object.values(bundle).flatMap((part) =>
        part.type === 'chunk' ? part.moduleIds : part.originalFileNames.map((file) => path.resolve(config.root, file)),
      );
      const packages = new Set(modules.map(packageOf).filter((folder) => folder !== undefined));
      const source = JSON.stringify([licenceOfProgram(), ...[...packages].sort().map(licenceOf)]);
      this.emitFile({ type: 'asset', fileName: 'licences.json', source });
    },
  };
}

/** The folder of the package that a module belongs to; a bundler's own modules begin with a NUL. */
function packageOf(module: string): string | undefined {
  return /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/?]+)/.exec(module)?.[1];
}

/** The program itself, whose source archive `npm run package` writes beside the packed program. */
function licenceOfProgram(): Licence {
  const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const { productName, version, license } = programSchema.parse(manifest);
  const text = readFileSync(path.join(root, 'LICENSE'), 'utf8');
  const source = `The archive ${sourceArchiveName(version)}, which comes with the program`;
  return { name: productName, version, licence: license, text, source };
}

/** What the list says of one package. Throws where its licence is unknown or must not be combined with this program's. */
export function licenceOf(folder: string): Licence {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')));
  const { name, version } = manifest;
  const found = findings[name];
  const licence = found?.licence ?? manifest.license ?? 'none';
  if (!mayBeCombined(licence)) {
    throw new Error(
      `${name} ${version} has the licence "${licence}", which is not in scripts/vite/known-licences.ts. ` +
        'Read it, and add it there if GPL-3.0-or-later may take it in; else leave the package out.',
    );
  }
  return { name, version, licence, text: textOf(folder, manifest, found), source: sourceOf(manifest) };
}

function textOf(folder: string, manifest: Manifest, found: OwnFinding | undefined): string {
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)\b/i.test(entry));
  if (file !== undefined) return readFileSync(path.join(folder, file), 'utf8');
  // Some packages name their licence and do not bring its words.
  const ids = found?.texts ?? [manifest.license ?? ''];
  const words = ids.map((id) => readFileSync(path.join(root, 'resources/licences', `${id}.txt`), 'utf8'));
  const holder = manifest.author === undefined ? [] : [`By ${manifest.author}.`];
  return [...(found === undefined ? [] : [found.note]), ...holder, ...words].join('\n\n');
}

/** The forms that package.json files use, as an address that a browser opens. */
function sourceOf({ name, version, homepage, repository }: Manifest): string {
  const place = repository ?? homepage;
  if (place === undefined) return `The npm package ${name}, version ${version}`;
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(place)?.[1];
  if (short !== undefined) return `https://github.com/${short}`;
  return place
    .replace(/^git\+/, '')
    .replace(/\.git$/, '')
    .replace(/^(?:(?:git|ssh):\/\/)?(?:git@)?([\w.-]+)[:/](?!\/)/, 'https://$1/');
}

import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { build as packageWith, Platform } from 'electron-builder';

import manifest from '../package.json' with { type: 'json' };
import { type Bill, billOf, billOfSources, commitTime, readLockBill, readShipped } from './bill.ts';
import { buildIfStale } from './build.js';
import { writeChecksums } from './checksums.ts';
import { writeDeb } from './deb.ts';
import { main, prepareElectron, say } from './launch.ts';
import { writeSourceArchive } from './source-archive.ts';

const root = path.dirname(import.meta.dirname);

const { values } = parseArgs({
  options: {
    'with-old-electron': { type: 'string' },
    deb: { type: 'boolean', default: false },
    // for tests of upgrades
    'as-version': { type: 'string', default: manifest.version },
  },
});

/**
 * `npm run package`: the build, packed into a folder under out/ with the Electron that this machine has. The fallback is an
 * old release with known faults, so it is packed only where `-- --with-old-electron VERSION` names it.
 */
await main(async () => {
  const runtime = await prepareElectron();
  if (runtime.isFallback && values['with-old-electron'] !== runtime.version) {
    say(
      `Electron ${runtime.version} is an old release, for development and tests only. Unpack a current one and name its ` +
        `folder in ELECTRON_OVERRIDE_DIST_PATH; or, for a trial on this machine, run ` +
        `npm run package -- --with-old-electron ${runtime.version}`,
    );
    return 1;
  }
  await buildIfStale(say);
  await packageWith({
    projectDir: root,
    targets: Platform.current().createTarget('dir'),
    publish: 'never',
    config: {
      electronDist: runtime.dist,
      electronVersion: runtime.version,
      extraMetadata: { version: values['as-version'] },
      // an Electron given as a folder is copied whole, with the program that starts others
      afterPack: ({ appOutDir, packager }) =>
        rm(path.join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true }),
    },
  });
  const out = path.join(root, 'out');
  say(`Packed into ${out}`);
  const archive = writeSourceArchive(root, out);
  say(
    archive === undefined
      ? 'No source archive: this tree is no checkout of git. The licence wants the sources handed out with the program.'
      : `The sources to hand out with it: ${archive}`,
  );
  const [all, at, shipped] = [readLockBill(root), commitTime(root), await readShipped(root, 'desktop')];
  await writeBill(out, billOf({ all, shipped, artefact: 'desktop', at, electron: runtime.version }), 'desktop');
  if (archive !== undefined) await writeBill(out, billOfSources(all, at), 'sources');
  if (values.deb) {
    const packed = path.join(out, 'linux-unpacked');
    const deb = await writeDeb({ packed, out, root, version: values['as-version'], at });
    say(`For Debian and Ubuntu: ${deb}`);
  }
  say(`The checksums of all that: ${await writeChecksums(out)}`);
  return 0;
});
// Said here, because the packer's own hook ends the process with 0 as soon as nothing is left to do, whatever went wrong.
process.exit();

async function writeBill(out: string, bill: Bill, artefact: string): Promise<void> {
  const file = path.join(out, `pairing-console-${bill.metadata.component.version}-${artefact}.cdx.json`);
  await writeFile(file, `${JSON.stringify(bill, null, 2)}\n`);
  say(`What is inside (CycloneDX): ${file}`);
}

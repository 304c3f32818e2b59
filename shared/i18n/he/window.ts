import type { Catalogue } from '../catalogue.ts';
import { appTexts } from './app.ts';
import { auditTexts } from './audit.ts';
import { bridgeTexts } from './bridge.ts';
import { causesTexts } from './causes.ts';
import { codeTexts } from './code.ts';
import { dataTexts } from './data.ts';
import { diagnosticsTexts } from './diagnostics.ts';
import { errorsTexts } from './errors.ts';
import { exercisesTexts } from './exercises.ts';
import { failuresTexts } from './failures.ts';
import { foundTexts } from './found.ts';
import { importTexts } from './import.ts';
import { linkingTexts } from './linking.ts';
import { logTexts } from './log.ts';
import { networkTexts } from './network.ts';
import { operatorsTexts } from './operators.ts';
import { ownersTexts } from './owners.ts';
import { pairingTexts } from './pairing.ts';
import { paletteTexts } from './palette.ts';
import { passkeyTexts } from './passkey.ts';
import { phoneTexts } from './phone.ts';
import { practiceTexts } from './practice.ts';
import { protocolTexts } from './protocol.ts';
import { selectionTexts } from './selection.ts';
import { settingsTexts } from './settings.ts';
import { shiftTexts } from './shift.ts';
import { standingTexts } from './standing.ts';
import { tenantsTexts } from './tenants.ts';
import { updatesTexts } from './updates.ts';
import { versionTexts } from './version.ts';
import { wallTexts } from './wall.ts';

export const windowTexts: Catalogue = {
  ...appTexts,
  ...auditTexts,
  ...bridgeTexts,
  ...causesTexts,
  ...codeTexts,
  ...dataTexts,
  ...diagnosticsTexts,
  ...errorsTexts,
  ...exercisesTexts,
  ...failuresTexts,
  ...foundTexts,
  ...importTexts,
  ...linkingTexts,
  ...logTexts,
  ...networkTexts,
  ...operatorsTexts,
  ...ownersTexts,
  ...pairingTexts,
  ...paletteTexts,
  ...passkeyTexts,
  ...phoneTexts,
  ...practiceTexts,
  ...selectionTexts,
  ...settingsTexts,
  ...shiftTexts,
  ...standingTexts,
  ...tenantsTexts,
  ...protocolTexts,
  ...updatesTexts,
  ...versionTexts,
  ...wallTexts,
};

import { useText } from '../../i18n/use-text.ts';
import { useMay } from '../../state/rights.ts';
import { useServices } from '../../state/services.ts';
import { useManaged } from '../../state/use-managed.ts';
import { PageColumns } from '../../ui/page-columns.tsx';
import { BridgeSection } from '../bridge/bridge-section.tsx';
import { NetworkSection } from '../network/network-section.tsx';
import { OperatorsSection } from '../operators/operators-section.tsx';
import { OwnPinSection } from '../operators/own-pin.tsx';
import { AboutSection } from './about-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { DataSection } from './data-section.tsx';
import { ProtocolSection } from './protocol-section.tsx';
import { SystemSection } from './system-section.tsx';
import { UpdatesSection } from './updates-section.tsx';
import { VersionSection } from './version-section.tsx';

interface SettingsPageProps {
  readonly onShowShortcuts: () => void;
  readonly onShowRemoved: () => void;
  readonly onShowAudit: () => void;
  readonly onShowWelcome: () => void;
}

/** What the person at this workstation prefers; each choice takes effect at once. A section for each matter. */
export function SettingsPage({ onShowShortcuts, onShowRemoved, onShowAudit, onShowWelcome }: SettingsPageProps) {
  const text = useText();
  const { info } = useServices();
  const may = useMay();
  const { isHidden } = useManaged();
  const real = info?.practice === false ? info : undefined;
  const administered = may('administer') ? real : undefined;
  return (
    <PageColumns
      head={<h1>{text('settings.title')}</h1>}
      start={
        <>
          <AppearanceSection />
          {/* Practice does not start with the system, and its files are thrown away. */}
          {real !== undefined && <OwnPinSection />}
          {administered !== undefined && (
            <>
              <SystemSection info={administered} />
              {!isHidden('operators') && <OperatorsSection />}
              <DataSection info={administered} onShowRemoved={onShowRemoved} onShowAudit={onShowAudit} />
              {!isHidden('updates') && (
                <>
                  <UpdatesSection />
                  <ProtocolSection />
                </>
              )}
              {!isHidden('version') && <VersionSection />}
            </>
          )}
          {real !== undefined && administered === undefined && <p>{text('operators.settings')}</p>}
        </>
      }
      end={
        <>
          {administered !== undefined && (
            <>
              {!(isHidden('proxies') && isHidden('certificates')) && <NetworkSection />}
              {!(isHidden('bridge') && isHidden('webhooks')) && <BridgeSection />}
            </>
          )}
          <AboutSection info={info} onShowShortcuts={onShowShortcuts} onShowWelcome={onShowWelcome} />
        </>
      }
    />
  );
}

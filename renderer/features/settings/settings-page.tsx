import { useText } from '../../i18n/use-text.ts';
import { useMay } from '../../state/rights.ts';
import { useServices } from '../../state/services.ts';
import { useManaged } from '../../state/use-managed.ts';
import { BridgeSection } from '../bridge/bridge-section.tsx';
import { NetworkSection } from '../network/network-section.tsx';
import { OperatorsSection } from '../operators/operators-section.tsx';
import { OwnPinSection } from '../operators/own-pin.tsx';
import { AboutSection } from './about-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { DataSection } from './data-section.tsx';
import { ProtocolSection } from './protocol-section.tsx';
import styles from './settings-page.module.css';
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
  return (
    <article className={styles.page}>
      <h1>{text('settings.title')}</h1>
      <AppearanceSection />
      {/* Practice does not start with the system, and its files are thrown away. */}
      {info !== undefined && !info.practice && (
        <>
          <OwnPinSection />
          {may('administer') ? (
            <>
              <SystemSection info={info} />
              {!isHidden('operators') && <OperatorsSection />}
              {!(isHidden('proxies') && isHidden('certificates')) && <NetworkSection />}
              {!(isHidden('bridge') && isHidden('webhooks')) && <BridgeSection />}
              <DataSection info={info} onShowRemoved={onShowRemoved} onShowAudit={onShowAudit} />
              {!isHidden('updates') && (
                <>
                  <UpdatesSection />
                  <ProtocolSection />
                </>
              )}
              {!isHidden('version') && <VersionSection />}
            </>
          ) : (
            <p>{text('operators.settings')}</p>
          )}
        </>
      )}
      <AboutSection info={info} onShowShortcuts={onShowShortcuts} onShowWelcome={onShowWelcome} />
    </article>
  );
}

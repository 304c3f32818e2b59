import { Plus } from 'lucide-react';
import { useState } from 'react';

import type { BridgeKey, BridgeKeysFault } from '../../../shared/bridge-keys.ts';
import { isolate, isolateLtr } from '../../i18n/isolate.ts';
import { useAgo } from '../../i18n/use-ago.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './bridge-section.module.css';
import { NewKeyDialog } from './new-key-dialog.tsx';

function LastUse({ at, address }: NonNullable<BridgeKey['lastUsed']>) {
  const text = useText();
  return <>{text('bridge.keys.used', { time: useAgo(at), address: isolateLtr(address) })}</>;
}

function KeyRow({ name, scopes, tenants, expiresAt, lastUsed, onRevoke }: BridgeKey & { onRevoke: () => void }) {
  const text = useText();
  const moments = useMoments();
  const [now] = useState(Date.now);
  const facts = [
    scopes.map((scope) => text(`bridge.keys.scope.${scope}`)).join(', '),
    text('bridge.keys.tenants.count', { count: tenants?.length ?? 0 }),
    ...(expiresAt === null
      ? []
      : [
          expiresAt <= now
            ? text('bridge.keys.expired')
            : text('bridge.keys.expires', { time: moments.short(expiresAt) }),
        ]),
  ];
  return (
    <li className={styles.key}>
      <p>
        <bdi className={styles.keyName}>{name}</bdi>
        <span className={styles.hint}>
          {facts.join(' · ')} · {lastUsed === null ? text('bridge.keys.unused') : <LastUse {...lastUsed} />}
        </span>
      </p>
      <Button look="quiet" aria-label={text('bridge.keys.revoke.of', { name: isolate(name) })} onPress={onRevoke}>
        {text('bridge.keys.revoke')}
      </Button>
    </li>
  );
}

/** The keys of the bridge: their names, what each may do, and when it was used last. */
interface BridgeKeysProps {
  readonly keys: readonly BridgeKey[];
  readonly fault: BridgeKeysFault | null;
}

export function BridgeKeys({ keys, fault }: BridgeKeysProps) {
  const text = useText();
  const { bridge } = useConsole();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<BridgeKey>();
  return (
    <section className={styles.part} aria-labelledby="bridge-keys">
      <h3 id="bridge-keys">{text('bridge.keys')}</h3>
      <p className={styles.hint}>{text('bridge.keys.hint')}</p>
      {fault !== null && (
        <div role="alert" className={styles.warning}>
          <p>{text(`bridge.keys.fault.${fault.kind}`)}</p>
          <p className={styles.file}>
            <Ltr mono>{fault.file}</Ltr>
          </p>
        </div>
      )}
      {keys.length === 0 && fault === null && <p className={styles.hint}>{text('bridge.keys.none')}</p>}
      {keys.length > 0 && (
        <ul className={styles.keys}>
          {keys.map((key) => (
            <KeyRow key={key.id} {...key} onRevoke={() => setRevoking(key)} />
          ))}
        </ul>
      )}
      <div className={styles.row}>
        <Button onPress={() => setMaking(true)}>
          <Plus size={16} aria-hidden />
          {text('bridge.keys.new')}
        </Button>
      </div>
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
      {revoking !== undefined && (
        <ConfirmDialog
          title={text('bridge.keys.revoke.title', { name: isolate(revoking.name) })}
          consequences={[text('bridge.keys.revoke.out'), text('bridge.keys.revoke.gone')]}
          confirm={text('bridge.keys.revoke.confirm')}
          carryOut={() => bridge.revokeKey({ id: revoking.id })}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </section>
  );
}

import { useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import type { PhoneKind } from '../../../shared/diagnosis.ts';
import type { LinkingItem } from '../../../shared/linking.ts';
import { useText } from '../../i18n/use-text.ts';
import { useTenant } from '../../state/services.ts';
import { standingOf, toneOf } from '../../state/standing.ts';
import { Ltr } from '../../ui/ltr.tsx';
import { ProofSteps } from '../pairing/proof-steps.tsx';
import { StandingMark } from '../pairing/standing-mark.tsx';
import { needsCode, useShownQr } from '../pairing/use-shown-qr.ts';
import { WrongNumber } from '../pairing/wrong-number.tsx';
import { PasskeyCard } from '../passkey/passkey-card.tsx';
import { LastFailure } from '../phone-says/last-failure.tsx';
import { PhoneQuestion, type Question } from '../phone-says/phone-question.tsx';
import { LinkStage } from '../tenants/link-stage.tsx';
import styles from './linking-page.module.css';

interface CurrentTenantProps {
  readonly item: LinkingItem;
  readonly phone: PhoneKind;
  readonly onPhone: (phone: PhoneKind) => void;
  readonly onShowTenant: (tenantId: string) => void;
}

function Turn({ tenant, item, phone, onPhone }: Omit<CurrentTenantProps, 'onShowTenant'> & { tenant: TenantView }) {
  const text = useText();
  const { session } = tenant;
  const [question, setQuestion] = useState<Question>();
  const qr = useShownQr(session);
  // Until its session has begun, its code is on its way.
  const onItsWay =
    qr === undefined && (session.phase === 'idle' || session.phase === 'connecting') && needsCode(session);
  const standing = standingOf(session);
  const failure = session.failure?.cause === 'wrong-number' ? undefined : session.failure;
  return (
    <section className={styles.turn} data-tone={toneOf[standing]} aria-labelledby="linking-current">
      <header className={styles.name}>
        <StandingMark standing={standing} size={24} />
        <h2 id="linking-current">
          <bdi>{tenant.name}</bdi>
        </h2>
        {tenant.expectedNumberMasked !== undefined && <Ltr mono>{tenant.expectedNumberMasked}</Ltr>}
        <p className={styles.standing}>{text(`standing.${standing}.title`)}</p>
      </header>
      {item.cause !== undefined && failure === undefined && (
        <p className={styles.fallen}>{text(`cause.${item.cause}.title`)}</p>
      )}
      {session.wrongNumber !== undefined && <WrongNumber tenant={tenant} numbers={session.wrongNumber} />}
      {session.passkey !== undefined && <PasskeyCard tenantId={tenant.id} passkey={session.passkey} />}
      {failure !== undefined && (
        <LastFailure folded tenantId={tenant.id} failure={failure} onAsk={setQuestion} onCheck={undefined} />
      )}
      <ProofSteps session={session} />
      <LinkStage
        tenant={tenant}
        qr={qr}
        codeShown={qr !== undefined || session.code !== undefined || onItsWay}
        phone={phone}
        onPhone={onPhone}
        failure={failure}
        onAsk={setQuestion}
      />
      <PhoneQuestion question={question} phone={phone} onClose={() => setQuestion(undefined)} />
    </section>
  );
}

/** The tenant whose turn it is: its name, the code at once, and the proof as it comes. */
export function CurrentTenant({ item, ...props }: CurrentTenantProps) {
  const tenant = useTenant(item.tenantId);
  return tenant === undefined ? null : <Turn tenant={tenant} item={item} {...props} />;
}

import { useCallback, useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import { useConsole } from '../../state/services.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useCommand } from '../../state/use-command.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { CodeCard } from './code-card.tsx';
import { CodeForm } from './code-form.tsx';
import { QrPlaceholder } from './qr-card.tsx';

interface CodeLinkingProps {
  readonly tenant: TenantView;
  /** The number that was asked for last, as it is stored; a next code may be for the same. */
  readonly number: string | undefined;
  readonly onNumber: (digits: string) => void;
  readonly onBackToQr: () => void;
}

/** Linking with eight characters in the QR's place: first the number that they are for, then the characters. */
export function CodeLinking({ tenant, number, onNumber, onBackToQr }: CodeLinkingProps) {
  const { tenants, session: commands } = useConsole();
  const { id: tenantId, session } = tenant;
  const expected = useAnswer(useCallback(() => tenants.expectedNumber({ tenantId }), [tenants, tenantId]));
  const request = useCommand<unknown>();
  const back = useCommand();
  const [editing, setEditing] = useState(false);

  async function ask(digits: string): Promise<void> {
    onNumber(digits);
    if (await request.run(() => commands.requestCode({ tenantId, number: digits }))) setEditing(false);
  }
  /** A live code has taken the QR's place for good: a fresh identity shows a new one. */
  async function backToQr(): Promise<void> {
    if (session.code === undefined || (await back.run(() => commands.relink({ tenantId })))) onBackToQr();
  }

  const asking = request.state.kind === 'running';
  const error =
    request.state.kind === 'failed' ? request.state.error : back.state.kind === 'failed' ? back.state.error : undefined;
  const failed = error !== undefined && <ErrorLine error={error} />;
  if (session.code !== undefined && !editing) {
    return (
      <CodeCard
        code={session.code}
        takesFocus={number !== undefined}
        asking={asking}
        onNewCode={() => {
          if (number === undefined) setEditing(true);
          else void ask(number);
        }}
        onOtherNumber={() => setEditing(true)}
        onBackToQr={() => void backToQr()}
      >
        {failed}
      </CodeCard>
    );
  }
  if (expected.kind === 'loading') return <QrPlaceholder />;
  return (
    <CodeForm
      initial={number ?? (expected.kind === 'here' ? (expected.value ?? undefined) : undefined)}
      possible={session.qr !== undefined || session.code !== undefined}
      asking={asking}
      unavailable={error?.code === 'code-unavailable'}
      onAsk={ask}
      onBackToQr={() => void backToQr()}
    >
      {failed}
    </CodeForm>
  );
}

import { Printer } from 'lucide-react';
import { useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import { isConnected } from '../../../shared/proof.ts';
import { ok } from '../../../shared/result.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useServices, useTenant } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Slip } from './slip.tsx';

function PrintSlip({ tenant }: { readonly tenant: TenantView }) {
  const text = useText();
  const { journal } = useConsole();
  const command = useCommand<number | undefined>();
  const [printing, setPrinting] = useState(false);
  const { state } = command;

  async function print(): Promise<void> {
    const found = await command.run(async () => {
      const links = await journal.newLinks();
      return links.ok ? ok(links.value.findLast(({ tenantId }) => tenantId === tenant.id)?.at) : links;
    });
    setPrinting(found);
  }
  return (
    <>
      <Button
        needs="link"
        look="quiet"
        aria-label={text('slip.print.name', { name: isolate(tenant.name) })}
        isPending={state.kind === 'running'}
        onPress={() => void print()}
      >
        <Printer size={15} aria-hidden />
        {text('slip.print')}
      </Button>
      {state.kind === 'failed' && <ErrorLine error={state.error} />}
      {printing && state.kind === 'done' && (
        <Slip tenant={tenant} linkedAt={state.value} onDone={() => setPrinting(false)} />
      )}
    </>
  );
}

/**
 * Prints the customer's slip of the tenant's newest link. It says that the phone is linked, so it is offered while that is
 * proven, and not for the phones of practice.
 */
export function SlipButton({ tenantId }: { readonly tenantId: string }) {
  const tenant = useTenant(tenantId);
  const { info } = useServices();
  if (tenant === undefined || !isConnected(tenant.session) || info?.practice === true) return null;
  return <PrintSlip tenant={tenant} />;
}

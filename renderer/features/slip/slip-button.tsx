import { Printer } from 'lucide-react';
import { useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { Slip } from './slip.tsx';

/** Prints the customer's slip of the tenant's newest link. */
export function SlipButton({ tenant }: { readonly tenant: TenantView }) {
  const text = useText();
  const { journal } = useConsole();
  const [printing, setPrinting] = useState<{ readonly linkedAt: number | undefined; readonly key: number }>();

  async function print(): Promise<void> {
    const links = await journal.newLinks();
    const newest = links.ok ? links.value.findLast(({ tenantId }) => tenantId === tenant.id) : undefined;
    setPrinting({ linkedAt: newest?.at, key: Date.now() });
  }
  return (
    <>
      <Button
        look="quiet"
        aria-label={text('slip.print.name', { name: isolate(tenant.name) })}
        onPress={() => void print()}
      >
        <Printer size={15} aria-hidden />
        {text('slip.print')}
      </Button>
      {printing !== undefined && (
        <Slip key={printing.key} tenant={tenant} linkedAt={printing.linkedAt} onDone={() => setPrinting(undefined)} />
      )}
    </>
  );
}

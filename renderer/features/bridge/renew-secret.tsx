import { useState } from 'react';

import { ok } from '../../../shared/result.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

/** Makes a new secret after a question that says what this does. */
export function RenewSecret({ look }: { readonly look?: 'quiet' }) {
  const text = useText();
  const { bridge } = useConsole();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button {...(look === undefined ? {} : { look })} onPress={() => setAsking(true)}>
        {text('bridge.secret.renew')}
      </Button>
      {asking && (
        <ConfirmDialog
          title={text('bridge.renew.title')}
          consequences={[text('bridge.renew.out'), text('bridge.renew.links')]}
          confirm={text('bridge.renew.confirm')}
          carryOut={async () => {
            const renewed = await bridge.renewSecret();
            return renewed.ok ? ok() : renewed;
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

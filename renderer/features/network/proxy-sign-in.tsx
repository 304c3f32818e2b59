import { useState } from 'react';

import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useLive } from '../../state/use-live.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { ProxyLoginForm } from './proxy-login-form.tsx';

/** Asks once, on whatever page, when a proxy wants to know who goes through it; the settings ask for as long as it does. */
export function ProxySignIn() {
  const text = useText();
  const answer = useLive(useConsole().network);
  const [closed, setClosed] = useState('');
  const signIn = answer.kind === 'here' ? answer.value.signIn : null;
  if (signIn === null) return null;
  const question = `${signIn.proxy} ${String(signIn.refused)}`;
  if (question === closed) return null;
  return (
    <ModalDialog title={text('network.sign-in.title')} onClose={() => setClosed(question)}>
      <ProxyLoginForm key={question} signIn={signIn} onClose={() => setClosed(question)} />
    </ModalDialog>
  );
}

import { Lock, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import { pinLength } from '../../../shared/operator-rules.ts';
import type { LinkCounts, Operator, OperatorsState } from '../../../shared/operators.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useServices } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { ManagedLine } from '../../ui/managed-line.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './lock-page.module.css';
import { OperatorDialog } from './operator-dialog.tsx';

/** How things stand, with nobody named. */
function Links({ tenants, connected, attention }: LinkCounts) {
  const text = useText();
  return (
    <p role="status" className={styles.links}>
      <span>{text('lock.connected', { count: connected, total: tenants })}</span>
      {attention > 0 && <span>{text('lock.attention', { count: attention })}</span>}
    </p>
  );
}

function SignIn({ operators }: { readonly operators: readonly Operator[] }) {
  const text = useText();
  const { operators: commands } = useConsole();
  const signIn = useCommand();
  const [chosen, setChosen] = useState('');
  const [pin, setPin] = useState('');
  const form = useRef<HTMLDivElement>(null);
  // The field has the focus, which does not scroll there.
  useEffect(() => {
    const page = form.current?.closest('main');
    if (page) page.scrollTop = page.scrollHeight;
  }, []);
  const who = operators.find(({ id }) => id === chosen) ?? operators[0];

  async function enter(): Promise<void> {
    if (who === undefined || signIn.state.kind === 'running') return;
    await signIn.run(() => commands.signIn({ id: who.id, pin }));
    setPin('');
  }

  return (
    <div ref={form}>
      <DialogForm onSubmit={enter}>
        <Select
          label={text('lock.who')}
          value={who?.id ?? ''}
          options={operators.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setChosen}
        />
        <TextField
          label={text('lock.pin')}
          value={pin}
          onChange={setPin}
          maxLength={pinLength.most}
          secret
          ltr
          inputMode="numeric"
          autoFocus
        />
        <FormEnd state={signIn.state} submit={text('lock.enter')} isDisabled={pin === ''} />
      </DialogForm>
    </div>
  );
}

function Unreadable({ why, file }: Extract<OperatorsState, { kind: 'unreadable' }>) {
  const text = useText();
  const { operators } = useServices();
  return (
    <>
      <div role="alert" className={styles.unreadable}>
        <p>{text(`lock.unreadable.${why}`)}</p>
        <p>
          <Ltr mono>{file}</Ltr>
        </p>
      </div>
      <Button onPress={() => void operators.load()}>{text('app.retry')}</Button>
    </>
  );
}

/** The organisation wants operators, and there are none yet. */
function AddFirst() {
  const text = useText();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <p>{text('lock.required')}</p>
      <ManagedLine />
      <div>
        <Button look="primary" onPress={() => setAdding(true)}>
          <Plus size={16} aria-hidden />
          {text('lock.required.add')}
        </Button>
      </div>
      {adding && <OperatorDialog first onClose={() => setAdding(false)} />}
    </>
  );
}

/** All there is of a locked window: nothing in it names a tenant, and the main process sends it nothing that does. */
export function LockPage({
  state,
}: {
  readonly state: Extract<OperatorsState, { kind: 'locked' | 'required' | 'unreadable' }>;
}) {
  const text = useText();
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1>
          <Lock size={20} aria-hidden />
          {text('lock.title')}
        </h1>
        <Links {...state.links} />
        <p className={styles.quiet}>{text('lock.goes-on')}</p>
        {state.kind === 'locked' && <SignIn operators={state.operators} />}
        {state.kind === 'required' && <AddFirst />}
        {state.kind === 'unreadable' && <Unreadable {...state} />}
      </div>
    </main>
  );
}

import { Plus } from 'lucide-react';
import { useState } from 'react';

import { type LockMinutes, lockMinutes } from '../../../shared/operator-rules.ts';
import type { Operator } from '../../../shared/operators.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useOperators } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { useManaged } from '../../state/use-managed.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { ManagedLine } from '../../ui/managed-line.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { OperatorDialog } from './operator-dialog.tsx';
import styles from './operators.module.css';
import { OwnPinDialog } from './own-pin.tsx';
import { PinDialog } from './pin-dialog.tsx';

type Question = 'change' | 'pin' | 'remove';

interface OperatorRowProps extends Operator {
  /** The organisation decides who is listed. */
  readonly managed: boolean;
  readonly onAsk: (question: Question) => void;
}

function OperatorRow({ name, role, managed, onAsk }: OperatorRowProps) {
  const text = useText();
  const isolated = isolate(name);
  return (
    <li className={styles.operator}>
      <p>
        <bdi className={styles.name}>{name}</bdi>
        <span className={styles.hint}>{text(`operators.role.${role}`)}</span>
      </p>
      {!managed && (
        <div>
          <Button
            look="quiet"
            aria-label={text('operators.change.of', { name: isolated })}
            onPress={() => onAsk('change')}
          >
            {text('operators.change')}
          </Button>
          <Button look="quiet" aria-label={text('operators.pin.of', { name: isolated })} onPress={() => onAsk('pin')}>
            {text('operators.pin.new')}
          </Button>
          <Button
            look="quiet-danger"
            aria-label={text('operators.remove.of', { name: isolated })}
            onPress={() => onAsk('remove')}
          >
            {text('operators.remove')}
          </Button>
        </div>
      )}
    </li>
  );
}

/** How long the window stays open without a hand on it. `managed`: the organisation has decided it. */
function LockAfter({ minutes, managed }: { readonly minutes: LockMinutes; readonly managed: boolean }) {
  const text = useText();
  const { operators } = useConsole();
  const saving = useCommand();
  if (managed) {
    return (
      <div>
        <p>
          {text('operators.lock-after')}: {text('operators.lock-after.minutes', { count: minutes })}
        </p>
        <ManagedLine />
      </div>
    );
  }
  const options = lockMinutes.map((value) => ({
    value: String(value),
    label: text('operators.lock-after.minutes', { count: value }),
  }));
  return (
    <>
      <Select
        label={text('operators.lock-after')}
        value={String(minutes)}
        options={options}
        onChange={(chosen) => {
          const wanted = lockMinutes.find((value) => String(value) === chosen);
          if (wanted !== undefined) void saving.run(() => operators.lockAfter({ minutes: wanted }));
        }}
      />
      {saving.state.kind === 'failed' && <ErrorLine error={saving.state.error} />}
    </>
  );
}

/** Who may use this window, and what. Nobody is listed at first, and then everybody may do everything. */
export function OperatorsSection() {
  const text = useText();
  const { operators: commands } = useConsole();
  const state = useOperators();
  const [adding, setAdding] = useState(false);
  const [asked, setAsked] = useState<{ readonly question: Question; readonly operator: Operator }>();
  const operators = state.kind === 'signed-in' ? state.operators : [];
  const ownId = state.kind === 'signed-in' ? state.current.id : undefined;
  const close = () => setAsked(undefined);
  const isLast = operators.length === 1;
  const { isLocked, operators: policy } = useManaged();
  const managed = isLocked('operators');
  return (
    <Section title={text('operators.title')}>
      <p className={styles.hint}>{text(operators.length === 0 ? 'operators.none' : 'operators.lead')}</p>
      {operators.length > 0 && (
        <ul className={styles.operators}>
          {operators.map((operator) => (
            <OperatorRow
              key={operator.id}
              {...operator}
              managed={managed}
              onAsk={(question) => setAsked({ question, operator })}
            />
          ))}
        </ul>
      )}
      {managed ? (
        <ManagedLine />
      ) : (
        <div>
          <Button onPress={() => setAdding(true)}>
            <Plus size={16} aria-hidden />
            {text('operators.add')}
          </Button>
        </div>
      )}
      {state.kind === 'signed-in' && (
        <LockAfter minutes={state.lockMinutes} managed={managed || policy?.lockAfterMinutes !== undefined} />
      )}
      {adding && <OperatorDialog first={operators.length === 0} onClose={() => setAdding(false)} />}
      {asked?.question === 'change' && <OperatorDialog operator={asked.operator} onClose={close} />}
      {asked?.question === 'pin' &&
        (asked.operator.id === ownId ? (
          <OwnPinDialog onDone={close} onClose={close} />
        ) : (
          <PinDialog operator={asked.operator} onClose={close} />
        ))}
      {asked?.question === 'remove' && (
        <ConfirmDialog
          title={text('operators.remove.title', { name: isolate(asked.operator.name) })}
          consequences={[text(isLast && policy?.required !== true ? 'operators.remove.last' : 'operators.remove.out')]}
          confirm={text('operators.remove.confirm')}
          carryOut={() => commands.remove({ id: asked.operator.id })}
          onClose={close}
        />
      )}
    </Section>
  );
}

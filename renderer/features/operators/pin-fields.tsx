import { pinLength, pinProblem } from '../../../shared/operator-rules.ts';
import { useText } from '../../i18n/use-text.ts';
import { TextField } from '../../ui/text-field.tsx';

/** A PIN that somebody makes up, typed twice: nobody sees what is typed. */
export interface NewPin {
  readonly pin: string;
  readonly again: string;
}
export const noPin: NewPin = { pin: '', again: '' };

export function isNewPin({ pin, again }: NewPin): boolean {
  return pinProblem(pin) === undefined && pin === again;
}

interface PinFieldsProps {
  /** Of the first field. */
  readonly label: string;
  readonly value: NewPin;
  readonly onChange: (value: NewPin) => void;
  /** The form was sent, so what is wrong is said. */
  readonly sent: boolean;
  readonly autoFocus?: boolean;
}

export function PinFields({ label, value, onChange, sent, autoFocus = false }: PinFieldsProps) {
  const text = useText();
  const problem = pinProblem(value.pin);
  const field = { maxLength: pinLength.most, secret: true, ltr: true, inputMode: 'numeric' } as const;
  return (
    <>
      <TextField
        {...field}
        label={label}
        hint={text('operators.pin.hint', { least: pinLength.least, most: pinLength.most })}
        value={value.pin}
        onChange={(pin) => onChange({ ...value, pin })}
        problem={
          sent && problem !== undefined
            ? text(`operators.pin.${problem}`, { least: pinLength.least, most: pinLength.most })
            : undefined
        }
        autoFocus={autoFocus}
      />
      <TextField
        {...field}
        label={text('operators.pin.again')}
        value={value.again}
        onChange={(again) => onChange({ ...value, again })}
        problem={sent && problem === undefined && !isNewPin(value) ? text('operators.pin.differs') : undefined}
      />
    </>
  );
}

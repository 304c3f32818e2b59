import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';

import { entryOf, isInternational, readNumber, type NumberReading } from '../../../shared/phone-number.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { usePreferences, useServices } from '../../state/services.ts';
import { ComboBox } from '../../ui/combo-box.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { countriesIn } from './countries.ts';
import { defaultCountry } from './default-country.ts';
import styles from './phone-field.module.css';

export interface PhoneEntry {
  readonly country: string | undefined;
  readonly typed: string;
  readonly reading: NumberReading;
  readonly change: (entry: { readonly country: string | undefined; readonly typed: string }) => void;
}

/** A number as it is typed; `initial` is one as it is stored. It begins with the country that was chosen last. */
export function usePhoneEntry(initial?: string): PhoneEntry {
  const { systemLocales, preferences } = useServices();
  const remembered = usePreferences().country ?? undefined;
  const { locale } = useIntl();
  const [entry, setEntry] = useState(() => {
    const { country, typed } = initial === undefined ? { country: undefined, typed: '' } : entryOf(initial);
    return { country: country ?? remembered ?? defaultCountry(systemLocales, locale), typed };
  });
  const change: PhoneEntry['change'] = (next) => {
    setEntry(next);
    if (next.country === undefined || next.country === entry.country) return;
    void preferences.set({ country: next.country });
  };
  const reading = useMemo(() => readNumber(entry.typed, entry.country), [entry]);
  return { ...entry, reading, change };
}

interface PhoneFieldProps {
  readonly entry: PhoneEntry;
  readonly label: string;
  readonly hint: string;
  /** Someone has tried to send it: what is missing is a fault from here on, not only what is wrong. */
  readonly sent: boolean;
  /** Without a number is all right. */
  readonly optional?: boolean;
  readonly autoFocus?: boolean;
}

/** A country and a number in that country's way of writing; one with `+` chooses its country by itself. */
export function PhoneField({ entry, label, hint, sent, optional = false, autoFocus = false }: PhoneFieldProps) {
  const text = useText();
  const { locale } = useIntl();
  const { country, typed, reading, change } = entry;
  const options = useMemo(
    () => countriesIn(locale).map(({ code, name, callingCode }) => ({ value: code, label: name, aside: callingCode })),
    [locale],
  );

  function type(next: string): void {
    const named = isInternational(next) ? readNumber(next, undefined) : undefined;
    change({ typed: next, country: named?.ok === true ? (named.country ?? country) : country });
  }

  function problem(): string | undefined {
    if (reading.ok || (optional && reading.problem === 'empty')) return undefined;
    // Too short is what every number is while it is typed.
    const unfinished = reading.problem === 'empty' || reading.problem === 'too-short';
    return unfinished && !sent ? undefined : text(`phone.problem.${reading.problem}`);
  }

  function reads(): string {
    if (!reading.ok) return hint;
    const written = text('phone.reads', { number: isolateLtr(reading.written.replaceAll(' ', '\u00a0')) });
    return reading.doubtful ? `${written} ${text('phone.doubtful')}` : written;
  }

  return (
    <div className={styles.field}>
      <ComboBox
        label={text('phone.country')}
        value={country}
        options={options}
        onChange={(code) => {
          change({ country: code, typed });
        }}
      />
      <TextField
        label={label}
        hint={reads()}
        value={typed}
        onChange={type}
        problem={problem()}
        inputMode="tel"
        maxLength={40}
        autoFocus={autoFocus}
        ltr
      />
    </div>
  );
}

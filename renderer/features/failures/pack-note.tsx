import { useIntl } from 'react-intl';

import type { Cause } from '../../../shared/causes.ts';
import { languageOf } from '../../../shared/i18n/language.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useLive } from '../../state/use-live.ts';

/** What a protocol pack adds to the program's own words of a cause. */
export function PackNote({ cause }: { readonly cause: Cause }) {
  const text = useText();
  const { locale } = useIntl();
  const { protocol } = useConsole();
  const answer = useLive(protocol);
  const note = answer.kind === 'here' ? answer.value.inUse?.notes[cause] : undefined;
  if (note === undefined) return null;
  const own = note[languageOf('system', [locale])];
  return (
    <p>
      {text('protocol.note')} <bdi {...(own === undefined && { lang: 'en', dir: 'ltr' })}>{own ?? note.en}</bdi>
    </p>
  );
}

import { Undo2 } from 'lucide-react';
import { useIntl } from 'react-intl';

import { languageOf } from '../../../shared/i18n/language.ts';
import type { PackChange, ProtocolState } from '../../../shared/protocol-pack.ts';
import { isolate, isolateLtr } from '../../i18n/isolate.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { useLive } from '../../state/use-live.ts';
import { useManaged } from '../../state/use-managed.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { ManagedLine } from '../../ui/managed-line.tsx';
import { Section } from '../../ui/section.tsx';
import { SwitchRow } from '../../ui/switch-row.tsx';
import styles from './updates-section.module.css';

/** What one change is, in a sentence. */
function useChangeText(): (change: PackChange) => string {
  const text = useText();
  const { formatNumber } = useIntl();
  function valueOf(name: string, value: number): string {
    return isolate(
      name.endsWith('Ms')
        ? formatNumber(value / 1000, { style: 'unit', unit: 'second', unitDisplay: 'short' })
        : formatNumber(value),
    );
  }
  return (change) => {
    switch (change.what) {
      case 'web-version':
        return text('protocol.change.web-version', { to: isolateLtr(change.to) });
      case 'browser':
        return text('protocol.change.browser', { from: isolateLtr(change.from), to: isolateLtr(change.to) });
      case 'patience': {
        const { name, from, to } = change;
        const what = text(`protocol.patience.${name}`);
        return text('protocol.change.patience', { what, from: valueOf(name, from), to: valueOf(name, to) });
      }
      case 'code': {
        const cause = text(`cause.${change.cause}.title`);
        return text('protocol.change.code', { code: isolateLtr(String(change.code)), cause });
      }
      case 'note':
        return text('protocol.change.note', { cause: text(`cause.${change.cause}.title`) });
    }
  };
}

function InUse({ pack }: { readonly pack: NonNullable<ProtocolState['inUse']> }) {
  const text = useText();
  const moments = useMoments();
  const { locale, formatDate } = useIntl();
  const changeText = useChangeText();
  const { protocol } = useConsole();
  const back = useCommand<ProtocolState>();
  const { number, made, why, since, changes } = pack;
  const own = why[languageOf('system', [locale])];
  return (
    <>
      <p role="status">
        {text('protocol.in-use', {
          number: isolateLtr(String(number)),
          made: isolate(formatDate(made, { dateStyle: 'medium', timeZone: 'UTC' })),
          time: isolate(moments.short(since)),
        })}
      </p>
      <p className={styles.changes} {...(own === undefined && { lang: 'en', dir: 'ltr' })}>
        {own ?? why.en}
      </p>
      {changes.length > 0 && (
        <>
          <h3>{text('protocol.changes')}</h3>
          <ul>
            {changes.map((change) => {
              const words = changeText(change);
              return <li key={words}>{words}</li>;
            })}
          </ul>
        </>
      )}
      <div>
        <Button isPending={back.state.kind === 'running'} onPress={() => void back.run(protocol.back)}>
          <Undo2 size={16} aria-hidden />
          {text('protocol.back')}
        </Button>
      </div>
      {back.state.kind === 'failed' && <ErrorLine error={back.state.error} />}
    </>
  );
}

function Protocol({ state }: { readonly state: ProtocolState }) {
  const text = useText();
  const { protocol } = useConsole();
  const switching = useCommand<ProtocolState>();
  const { isLocked } = useManaged();
  const { on, inUse, waiting, declined, refused } = state;
  const numbered = (number: number) => ({ number: isolateLtr(String(number)) });
  return (
    <>
      <SwitchRow
        label={text('protocol.use')}
        on={on}
        disabled={isLocked('updates')}
        onChange={(wanted) => void switching.run(() => protocol.use({ on: wanted }))}
      />
      {isLocked('updates') && <ManagedLine />}
      {switching.state.kind === 'failed' && <ErrorLine error={switching.state.error} />}
      {inUse === null ? <p role="status">{text('protocol.own')}</p> : <InUse pack={inUse} />}
      {waiting !== null && <p role="status">{text('protocol.waiting', numbered(waiting))}</p>}
      {on && declined !== null && <p className={styles.aside}>{text('protocol.declined', numbered(declined))}</p>}
      {refused !== null && (
        <>
          <p>{text('protocol.refused')}</p>
          <ErrorLine error={refused} />
        </>
      )}
    </>
  );
}

/** Values of WhatsApp's that have come in a signed file: which, since when, and the way back. */
export function ProtocolSection() {
  const text = useText();
  const { protocol } = useConsole();
  const answer = useLive(protocol);
  return (
    <Section title={text('protocol.title')}>
      <p>{text('protocol.lead')}</p>
      {answer.kind === 'failed' && <ErrorLine error={answer.error} />}
      {answer.kind === 'here' && <Protocol state={answer.value} />}
    </Section>
  );
}

import { isBackendUrl } from '../../../shared/bridge-rules.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { ApplyField } from '../../ui/apply-field.tsx';

const isValid = (url: string) => url === '' || isBackendUrl(url);

/** The backend's address; empty: no calls. It is used once it is applied, because the secret is sent there. */
export function BackendAddress({ backendUrl }: { readonly backendUrl: string | null }) {
  const text = useText();
  const { bridge } = useConsole();
  const wrong = text('bridge.backend.invalid', { example: isolateLtr('https://example.com') });
  return (
    <ApplyField
      label={text('bridge.backend')}
      hint={text('bridge.backend.hint')}
      kept={backendUrl ?? ''}
      isValid={isValid}
      problemOf={(url) => (isValid(url) ? undefined : wrong)}
      maxLength={2_000}
      apply={(url) => bridge.configure({ backendUrl: url === '' ? null : url })}
    />
  );
}

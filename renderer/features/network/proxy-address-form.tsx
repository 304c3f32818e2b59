import { proxyExample, proxyProblem } from '../../../shared/proxy-rules.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { ApplyField } from '../../ui/apply-field.tsx';

const isValid = (proxy: string) => proxyProblem(proxy) === undefined;

/** The proxy for everything. It counts once it is applied, so that no half address is dialled. */
export function ProxyAddressForm({ proxy }: { readonly proxy: string | null }) {
  const text = useText();
  const { network } = useConsole();
  const wrong = text('network.proxy.invalid', { example: isolateLtr(proxyExample) });
  return (
    <ApplyField
      label={text('network.proxy')}
      hint={text('network.proxy.hint')}
      kept={proxy ?? ''}
      isValid={isValid}
      problemOf={(typed) => (typed === '' || isValid(typed) ? undefined : wrong)}
      maxLength={500}
      apply={(chosen) => network.configure({ proxy: chosen })}
    />
  );
}

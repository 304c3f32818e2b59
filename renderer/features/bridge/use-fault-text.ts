import type { WebhookFault } from '../../../shared/bridge.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';

/** Why the backend did not take a call, and what to do. */
export function useFaultText(): (fault: WebhookFault) => string {
  const text = useText();
  return (fault) => {
    switch (fault.code) {
      case 'refused':
      case 'misconfigured':
      case 'page':
        return text(`bridge.webhooks.fault.${fault.code}`, { status: isolateLtr(String(fault.status)) });
      case 'redirected':
        return text('bridge.webhooks.fault.redirected', { host: isolateLtr(fault.host) });
      case 'timeout':
        return text('bridge.webhooks.fault.timeout', { seconds: fault.seconds });
      case 'tls':
      case 'unknown-host':
      case 'unreachable':
        return text(`bridge.webhooks.fault.${fault.code}`, { code: isolateLtr(fault.system ?? '?') });
    }
  };
}

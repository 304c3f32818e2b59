import type { BridgeState } from '../../../shared/bridge.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import styles from './bridge-section.module.css';

const failures = {
  EADDRINUSE: 'bridge.failed.in-use',
  EADDRNOTAVAIL: 'bridge.failed.address',
  EACCES: 'bridge.failed.denied',
  'secret-unreadable': 'bridge.failed.secret',
  'storage-full': 'bridge.failed.storage',
  'storage-denied': 'bridge.failed.storage',
  'storage-busy': 'bridge.failed.storage',
  'storage-failed': 'bridge.failed.storage',
  'storage-sealed': 'bridge.failed.storage',
  'storage-away': 'bridge.failed.storage',
  'lease-lost': 'bridge.failed.storage',
  'out-of-descriptors': 'bridge.failed.descriptors',
  EMFILE: 'bridge.failed.descriptors',
  ENFILE: 'bridge.failed.descriptors',
} as const;

function isKnown(code: string): code is keyof typeof failures {
  return code in failures;
}

/** `http://127.0.0.1:3300`, and brackets where IPv6 needs them. */
function addressOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Whether the bridge serves, and where; or why not, and what to do. */
export function ServingLine({ state: { serving, settings } }: { readonly state: BridgeState }) {
  const text = useText();
  let line: string;
  switch (serving.kind) {
    case 'off':
    case 'starting':
      line = text(`bridge.state.${serving.kind}`);
      break;
    case 'listening':
      line = text('bridge.state.listening', { address: isolateLtr(addressOf(settings.host, serving.port)) });
      break;
    case 'failed':
      line = isKnown(serving.code)
        ? text(failures[serving.code])
        : text('bridge.failed.other', { code: isolateLtr(serving.code) });
  }
  return (
    <p role="status" className={styles.serving} data-kind={serving.kind}>
      {line}
    </p>
  );
}

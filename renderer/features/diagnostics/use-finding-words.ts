import { useIntl } from 'react-intl';

import type { MessageKey } from '../../../shared/i18n/catalogue.ts';
import { levelOf } from '../../../shared/preflight-rules.ts';
import type { Finding } from '../../../shared/preflight.ts';
import { isolate, isolateLtr } from '../../i18n/isolate.ts';
import { useText, type TextValues } from '../../i18n/use-text.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const megabyte = 1024 * 1024;

interface FindingWords {
  readonly finding: string;
  /** What to do about it; absent where there is nothing to do. */
  readonly advice: string | undefined;
}

/** What a check found, in words, and what to do about it. */
export function useFindingWords(): (finding: Finding, host: string) => FindingWords {
  const text = useText();
  const { formatNumber } = useIntl();

  function size(bytes: number): string {
    const inGigabytes = bytes >= 1024 * megabyte;
    return formatNumber(bytes / (inGigabytes ? 1024 * megabyte : megabyte), {
      style: 'unit',
      unit: inGigabytes ? 'gigabyte' : 'megabyte',
      maximumFractionDigits: inGigabytes ? 1 : 0,
    });
  }

  function valuesOf(finding: Finding): TextValues {
    switch (finding.code) {
      case 'dns-private':
        return { address: isolateLtr(finding.address) };
      case 'tls-public':
      case 'tls-intercepted':
      case 'tls-intercepted-trusted':
      case 'tls-wrong-name':
      case 'tls-dates':
        return { issuer: isolate(finding.issuer) };
      case 'websocket-expired':
        return { day: isolateLtr(finding.until) };
      case 'websocket-portal':
      case 'websocket-refused':
        return { status: String(finding.status) };
      case 'clock-wrong':
        return { minutes: Math.max(1, Math.round(Math.abs(finding.ms) / minute)) };
      case 'version-pinned':
      case 'version-fresh':
        return { version: isolateLtr(finding.version) };
      case 'version-old':
        return { days: Math.floor(finding.ms / day) };
      case 'dns-slow':
      case 'disk-slow':
        return { seconds: formatNumber(finding.ms / 1000, { maximumFractionDigits: 1 }) };
      case 'space-enough':
      case 'space-low':
      case 'space-none':
        return { size: isolate(size(finding.bytes)) };
      case 'instance-other':
        return { pid: String(finding.pid) };
      case 'not-reached':
        return { check: text(`check.${finding.after}`) };
      default:
        return {
          ...('systemCode' in finding ? { systemCode: isolateLtr(finding.systemCode) } : {}),
          ...('proxy' in finding ? { proxy: isolateLtr(finding.proxy) } : {}),
          ...('status' in finding ? { status: String(finding.status) } : {}),
          ...('schemes' in finding ? { schemes: isolateLtr(finding.schemes) } : {}),
        };
    }
  }

  return (finding, host) => {
    const values = { ...valuesOf(finding), host: isolateLtr(host) };
    const { code } = finding;
    return {
      finding: text(`finding.${code}`, values),
      advice: isAdvised(code) ? text(`finding.${code}.advice`, values) : undefined,
    };
  };
}

/** The codes that need a person: those with an advice in the catalogues. */
type Advised = MessageKey extends infer K
  ? K extends `finding.${infer C}.advice`
    ? C & Finding['code']
    : never
  : never;

function isAdvised(code: Finding['code']): code is Advised {
  return levelOf[code] === 'attention' || levelOf[code] === 'failed';
}

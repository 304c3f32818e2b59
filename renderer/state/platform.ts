import type { PhoneKind } from '../../shared/diagnosis.ts';

interface Platform {
  readonly name: string;
  readonly kind: PhoneKind;
}

/** What WhatsApp calls the phone's app in `pair-success`, as its owner would: `smb` is WhatsApp Business. */
const platforms: Readonly<Record<string, Platform>> = {
  android: { name: 'Android', kind: 'android' },
  iphone: { name: 'iPhone', kind: 'iphone' },
  smba: { name: 'Android, WhatsApp Business', kind: 'android' },
  smbi: { name: 'iPhone, WhatsApp Business', kind: 'iphone' },
};

/** A platform that is not known is shown as it came. */
export function platformName(platform: string): string {
  return platforms[platform.toLowerCase()]?.name ?? platform;
}

/** The kind of phone; nothing for a platform that is not known. */
export function kindOf(platform = ''): PhoneKind | undefined {
  return platforms[platform.toLowerCase()]?.kind;
}

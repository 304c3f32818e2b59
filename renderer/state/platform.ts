import type { PhoneKind } from '../../shared/diagnosis.ts';

/** What WhatsApp calls the phone's app in `pair-success`, as its owner would: `smb` is WhatsApp Business. */
const names: Readonly<Record<string, string>> = {
  android: 'Android',
  iphone: 'iPhone',
  smba: 'Android, WhatsApp Business',
  smbi: 'iPhone, WhatsApp Business',
};

/** A platform that is not known is shown as it came. */
export function platformName(platform: string): string {
  return names[platform.toLowerCase()] ?? platform;
}

/** The kind of phone; nothing for a platform that is not known. */
export function kindOf(platform = ''): PhoneKind | undefined {
  const [kind] = platformName(platform).split(',');
  return kind === 'Android' ? 'android' : kind === 'iPhone' ? 'iphone' : undefined;
}

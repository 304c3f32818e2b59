/** Why a tenant id is refused. The renderer says each in words beside the field. */
export type TenantIdProblem = 'empty' | 'too-long' | 'characters' | 'reserved-name';

const allowed = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
/** Device names that Windows refuses as a folder, whatever their case. */
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;
const maximumLength = 64;

/** An id names a folder, so it holds to what every file system takes: `[A-Za-z0-9][A-Za-z0-9_-]{0,63}`. */
export function tenantIdProblem(id: string): TenantIdProblem | undefined {
  if (id.length === 0) return 'empty';
  if (id.length > maximumLength) return 'too-long';
  if (!allowed.test(id)) return 'characters';
  if (reserved.test(id)) return 'reserved-name';
  return undefined;
}

export type ExpectedNumberProblem = 'characters' | 'too-short' | 'too-long' | 'no-country-code';

/** A number is 7 to 15 digits with the country code first, so it does not begin with 0 (ITU-T E.164). */
export function expectedNumberProblem(number: string): ExpectedNumberProblem | undefined {
  if (!/^[0-9]*$/.test(number)) return 'characters';
  if (number.length < 7) return 'too-short';
  if (number.length > 15) return 'too-long';
  return number.startsWith('0') ? 'no-country-code' : undefined;
}

export type TenantNameProblem = 'empty' | 'too-long' | 'control-characters';

/** A name is any text that can be read on one line, at most 80 UTF-16 units. Spaces around it do not count. */
export function tenantNameProblem(name: string): TenantNameProblem | undefined {
  const trimmed = name.trim();
  if (trimmed.length === 0) return 'empty';
  if (trimmed.length > 80) return 'too-long';
  return /\p{Cc}/u.test(trimmed) ? 'control-characters' : undefined;
}

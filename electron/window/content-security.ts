type Policy = Readonly<Record<string, string>>;
/** Headers for every answer; with a development server they give way as far as hot reloading needs it. */
export type SecurityHeaders = (developmentServer?: URL) => Record<string, string>;

const consolePolicy: Policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};
/** Its own script, style and fonts; it connects to nothing and shows no picture. */
const ceremonyPolicy: Policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

const devices = 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()';

/** The console's own pages. */
export const consoleHeaders: SecurityHeaders = (developmentServer) =>
  headersOf(consolePolicy, devices, developmentServer);

/** The page that asks for a passkey, and may do nothing else. */
export const ceremonyHeaders: SecurityHeaders = (developmentServer) =>
  headersOf(
    ceremonyPolicy,
    `${devices}, publickey-credentials-create=(), publickey-credentials-get=(self)`,
    developmentServer,
  );

function headersOf(policy: Policy, permissions: string, developmentServer?: URL): Record<string, string> {
  return {
    'content-security-policy': written(policy, developmentServer),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': permissions,
  };
}

/** Vite's client puts style elements and one inline script into the page, and holds a WebSocket to its server. */
function written(policy: Policy, developmentServer?: URL): string {
  const directives =
    developmentServer === undefined
      ? policy
      : {
          ...policy,
          'script-src': "'self' 'unsafe-inline'",
          'style-src': "'self' 'unsafe-inline'",
          'connect-src': `'self' ws://${developmentServer.host}`,
        };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}

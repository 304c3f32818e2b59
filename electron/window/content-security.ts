const strict = {
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

/**
 * The content security policy of our pages. With a development server it gives way as far as hot reloading needs it:
 * Vite's client puts style elements and one inline script into the page, and holds a WebSocket to its server.
 */
export function contentSecurityPolicy(developmentServer?: URL): string {
  const directives =
    developmentServer === undefined
      ? strict
      : {
          ...strict,
          'script-src': "'self' 'unsafe-inline'",
          'style-src': "'self' 'unsafe-inline'",
          'connect-src': `'self' ws://${developmentServer.host}`,
        };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}

/** Sent with every answer of the app protocol. */
export function securityHeaders(developmentServer?: URL): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(developmentServer),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
  };
}

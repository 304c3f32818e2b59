/** Which WA Web version is presented. */
export const versionTexts = {
  'version.title': 'WhatsApp Web version (advanced)',
  'version.lead':
    'WhatsApp refuses versions that are too old. The console follows the published one automatically; a change here takes effect with the next connection.',
  'version.in-use': 'In use:',
  'version.source.pinned': 'pinned by hand',
  'version.source.published': 'published by WhatsApp',
  'version.source.pack': 'of a protocol pack',
  'version.source.library': 'built in',
  'version.published': 'WhatsApp published {version}, fetched {time}.',
  'version.never': 'The published version was never fetched.',
  'version.failed': 'The last attempt to fetch it failed, {time}.',
  'version.fetch': 'Fetch now',
  'version.fixed': 'The environment variable WA_VERSION pins the version. It can’t be changed here.',
  'version.pin': 'Pin a version',
  'version.pin.hint':
    'Empty: automatic. A pinned version goes out of date; clear it if WhatsApp refuses it (code 405).',
  'version.pin.invalid': 'Enter 2.3000. followed by six to twelve digits.',
  'version.pin.apply': 'Pin',
  'version.pin.clear': 'Back to automatic',
  'error.version-not-fetched': 'WhatsApp’s page gave no version. The current one stays in use.',
} as const;

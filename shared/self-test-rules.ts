/** What the self-test goes through, in order; each step needs the ones before it. */
export const selfTestSteps = [
  'folder',
  'start',
  'qr',
  'scan',
  'login',
  'message',
  'relink',
  'restart',
  'clean-up',
] as const;
export type SelfTestStep = (typeof selfTestSteps)[number];

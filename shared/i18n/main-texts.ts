import type { mainTexts } from './en/main.ts';

/** Every text of the main process; each language has all of them. */
export type MainTexts = Readonly<typeof mainTexts>;

import type { windowTexts } from './en/window.ts';

export type MessageKey = keyof typeof windowTexts;
/** Every text of the window in one language, in ICU message syntax. */
export type Catalogue = Readonly<Record<MessageKey, string>>;

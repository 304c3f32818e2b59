import { readFileSync } from 'node:fs';

/** The pages' canvas in either theme, from the style sheet that owns it: the window shows it before the first page. */
export function canvasColors(stylesheet: string): { readonly light: string; readonly dark: string } {
  const [, light, dark] =
    /--canvas:\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/.exec(readFileSync(stylesheet, 'utf8')) ?? [];
  if (light === undefined || dark === undefined) throw new Error(`${stylesheet} has no --canvas of two plain colours`);
  return { light, dark };
}

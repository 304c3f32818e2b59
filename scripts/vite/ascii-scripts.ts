import type { Plugin } from 'vite';

/**
 * Writes what is not ASCII as escapes. V8 keeps a script with a single character beyond Latin-1 in two bytes a character, and
 * the client library has fifty of those in six million.
 */
export function asciiScripts(environments: readonly string[]): Plugin {
  return {
    name: 'ascii-scripts',
    applyToEnvironment: ({ name }) => environments.includes(name),
    // Last of all: what prints a script after its chunks are rendered turns escapes into characters again.
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        if (/String\.raw`[^`]*[^\0-\x7f]/.test(file.code))
          this.error(`${file.fileName}: String.raw takes an escape literally`);
        // Lines stay as they are, so the source map still names the right one.
        file.code = asciiOf(file.code);
      }
    },
  };
}

/** The same script in ASCII: in strings, templates, regular expressions and names, an escape means its character. */
export function asciiOf(code: string): string {
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Licences of packages that may be bundled into a program under GPL-3.0-or-later, as SPDX names them. Sources: the list of
 * the Free Software Foundation ("Various Licenses and Comments about Them"), and section 13 of the GPL for the AGPL.
 */
const combinable = new Set([
  '0BSD',
  'AGPL-3.0-only',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'GPL-3.0',
  'GPL-3.0-only',
  'GPL-3.0-or-later',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Unlicense',
]);

/** Whether all parts of an expression with AND, or one part of an expression with OR, are on the list. */
export function mayBeCombined(expression: string): boolean {
  const choices = expression.replaceAll(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((licence) => combinable.has(licence)));
}

/** What reading a package's files told beyond its package.json. */
export interface OwnFinding {
  readonly licence: string;
  /** What was found, in words for the list. */
  readonly note: string;
  /** The texts in resources/licences/ that apply. */
  readonly texts: readonly string[];
}

/** Packages whose package.json says less than is true. docs/decisions/0011-licence.md has the evidence. */
export const findings: Readonly<Record<string, OwnFinding>> = {
  'whatsapp-rust-bridge': {
    licence: 'MIT AND AGPL-3.0-only',
    note:
      'The package says MIT. Its WebAssembly is compiled from github.com/jlucaso1/whatsapp-rust, where source files of ' +
      'wacore/libsignal bear "Copyright Signal Messenger, LLC. SPDX-License-Identifier: AGPL-3.0-only".',
    texts: ['MIT', 'AGPL-3.0-only'],
  },
};

import { describe, expect, it } from 'vitest';

import { wholeObjectsIn } from '../../../electron/auth/salvage-json.ts';

function found(text: string): string[] {
  return [...wholeObjectsIn(text, '"key"')];
}

describe('whole objects in a damaged text', () => {
  it.each<[what: string, text: string, objects: readonly string[]]>([
    ['the text itself', '{"key":1}', ['{"key":1}']],
    ['one between rubbish', 'ab{"key":1}yz', ['{"key":1}']],
    ['one behind an object without the marker', '{"other":1} {"key":1}', ['{"key":1}']],
    ['one before an object without the marker', '{"key":1} {"other":1}', ['{"key":1}']],
    ['one behind its own first half', '{"key":{"a"{"key":{"a":1}}', ['{"key":{"a":1}}']],
    ['two, in order', '{"key":1}{"key":2}', ['{"key":1}', '{"key":2}']],
    ['an outer one before its inner one', '{"a":{"key":1}}', ['{"a":{"key":1}}', '{"key":1}']],
    ['one with a closing brace in a string', '{"key":"}"}', ['{"key":"}"}']],
    ['one with an opening brace in a string', '{"key":"{"}rest', ['{"key":"{"}']],
    ['one with a quote and a brace in a string', '{"key":"\\"}"}', ['{"key":"\\"}"}']],
    ['one with a backslash at the end of a string', '{"key":"\\\\"}"}', ['{"key":"\\\\"}']],
    ['none, where it is cut off', '{"key":1', []],
    ['none, where the marker stands behind it', '{"other":1}"key"', []],
    ['none, where there is no brace', '"key"', []],
    ['none in an empty text', '', []],
  ])('are %s', (_what, text, objects) => {
    expect(found(text)).toEqual(objects);
  });

  it('are looked for at 500 braces and no more, so that no file takes the program’s time', () => {
    expect(found(`${'{'.repeat(499)}{"key":1}`)).toEqual(['{"key":1}']);
    expect(found(`${'{'.repeat(500)}{"key":1}`)).toEqual([]);
  });
});

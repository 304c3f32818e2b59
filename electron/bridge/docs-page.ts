import { createHash } from 'node:crypto';

import type { z } from 'zod';

import { type ProblemStatus, type Route, commonProblems, jsonType, problemCodes } from './define.ts';
import { jsonSchema } from './openapi.ts';

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding-block: 1rem; }
h2 { font: 600 1rem/1.5 ui-monospace, monospace; margin: 0; overflow-wrap: anywhere; }
code { font-family: ui-monospace, monospace; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .5rem 0 0; }
dd { margin: 0; }
`;

/** The page may use its own style and nothing else: no scripts, no requests, no frames. */
export const docsPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The description of the routes for people: one page that works offline. */
export function docsPage(routes: readonly Route[], version: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Pairing Console bridge</title>
<meta name="viewport" content="width=device-width"><style>${style}</style></head><body>
<h1>Pairing Console bridge</h1>
<p>Version ${escaped(version)}. Send the secret, or a key, as <code>X-Internal-Secret</code>. The secret may do everything; a key has scopes, which its
routes name, and may be for some tenants only. <a href="openapi.json">openapi.json</a>
has every field.</p>
<p>Any route may answer:</p>
<dl>${problems(commonProblems).join('')}</dl>
${routes.map(section).join('\n')}
</body></html>
`;
}

function section(route: Route): string {
  const { method, path, summary, query, body, answer } = route;
  const rows = [
    row('Needs', needOf(route)),
    ...fields('Query', query, 'input'),
    ...fields('Body', body, 'input'),
    row('Answers', `<code>200</code> ${marked(answer.description)}`),
    ...(answer.contentType === jsonType ? fields('', answer.schema, 'output') : []),
    ...problems(route.problems),
  ];
  return `<section><h2>${method} ${escaped(path)}</h2><p>${marked(summary)}</p><dl>${rows.join('')}</dl></section>`;
}

function needOf({ access, forAll }: Route): string {
  switch (access) {
    case 'open':
      return 'nothing';
    case 'secret':
      return 'the secret';
    case 'browser':
      return 'the secret, or any key';
    default: {
      const tenants = forAll === true ? ', for all tenants' : '';
      return `the secret, or a key with the scope ${code([access])}${tenants}`;
    }
  }
}

function problems(statuses: readonly ProblemStatus[]): string[] {
  return statuses.map((status) => row('', `<code>${status}</code> ${code(problemCodes[status])}`));
}
/** The top-level fields of a JSON schema, a row for each form that it may take. A question mark stands behind optional ones. */
function fields(term: string, schema: z.ZodType | undefined, io: 'input' | 'output'): string[] {
  if (schema === undefined) return [];
  const { anyOf = [], oneOf = [], ...whole } = jsonSchema(schema, io);
  const forms =
    oneOf.length > 0 ? oneOf : [whole, ...anyOf].filter((each) => each.properties !== undefined).slice(0, 1);
  return forms.flatMap(({ properties = {}, required = [] }) => {
    const names = Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`));
    return names.length === 0 ? [] : [row(term, code(names))];
  });
}
function row(term: string, description: string): string {
  return `<dt>${term}</dt><dd>${description}</dd>`;
}
function code(words: readonly string[]): string {
  return words.map((word) => `<code>${escaped(word)}</code>`).join(', ');
}
/** Text in which backquotes mark code. */
function marked(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

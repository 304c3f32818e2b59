import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import openapiTS, { astToString } from 'openapi-typescript';
import { FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype } from 'quicktype-core';
import ts from 'typescript';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { contract } from '../../../electron/bridge/contract.ts';
import { openApiDocument } from '../../../electron/bridge/openapi.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';

// What generators make of the bridge's description. Their output is not kept: a backend generates its own.

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
});
afterEach(() => folder.remove());

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema: unknown }>>;

const description = () => JSON.parse(JSON.stringify(openApiDocument('1.0.0'))) as Described & { openapi: string };

function compile(program: string): readonly string[] {
  const file = path.join(folder.path, 'client.ts');
  writeFileSync(file, program);
  const options = { noEmit: true, strict: true, target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts'], types: [] };
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file], options))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

it('openapi-typescript makes types that a backend can compile against', { timeout: 60_000 }, async () => {
  const types = astToString(await openapiTS(JSON.stringify(description()), { silent: true }));
  for (const name of Object.keys(contract)) expect(types).toContain(`${name}:`);
  const use = `
    type Status = operations['status']['responses'][200]['content']['application/json'];
    export const connected = (status: Status): boolean => status.connected;
    type Send = NonNullable<operations['send']['requestBody']>['content']['application/json'];
    export const send: Send = { tenantId: 'business_17', to: '972500000000', text: 'Hello' };
  `;
  expect(compile(types + use)).toEqual([]);
  expect(
    compile(`${types}${use}export const wrong: Send = { tenantId: 'business_17', to: '972500000000', text: 7 };`),
  ).not.toEqual([]);
});

it('quicktype makes Python classes for every body and every JSON answer', { timeout: 60_000 }, async () => {
  const schemas = new JSONSchemaInput(new FetchingJSONSchemaStore());
  const names: string[] = [];
  for (const operation of Object.values(description().paths).flatMap((methods) => Object.values(methods))) {
    const id = operation.operationId.replace(/^./, (first) => first.toUpperCase());
    for (const [part, content] of [
      ['Body', operation.requestBody?.content],
      ['Answer', operation.responses[200]?.content],
    ] as const) {
      const schema = content?.['application/json']?.schema;
      if (schema === undefined) continue;
      names.push(`${id}${part}`);
      await schemas.addSource({ name: `${id}${part}`, schema: JSON.stringify(schema) });
    }
  }
  const inputData = new InputData();
  inputData.addInput(schemas);
  const { lines } = await quicktype({ inputData, lang: 'python', rendererOptions: { 'python-version': '3.7' } });
  const program = lines.join('\n');
  expect(names.length).toBeGreaterThan(20);
  const made = program.replaceAll('_', '').toLowerCase();
  expect(names.filter((name) => !made.includes(`def ${name.toLowerCase()}fromdict`))).toEqual([]);
  const file = path.join(folder.path, 'client.py');
  writeFileSync(file, program);
  if (hasPython()) execFileSync('python3', ['-m', 'py_compile', file], { stdio: 'pipe' });
});

/** Where it is missing, only its syntax check is left out. */
function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

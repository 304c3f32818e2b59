import { expect, it } from 'vitest';

import { engineTable, readPages, readRun } from '../../../scripts/engine-table.ts';

const file = (name: string, ...outcomes: string[]) => ({
  name: `/place/test/${name}`,
  status: outcomes.includes('failed') ? 'failed' : 'passed',
  assertionResults: outcomes.map((status) => ({ status })),
});

it('counts each part of a run, and a file that could not be loaded as one that failed', () => {
  const run = readRun({
    testResults: [
      file('unit/a.test.ts', 'passed', 'passed', 'skipped'),
      file('integration/pairing/b.test.ts', 'passed', 'failed'),
      { name: '/place/test/integration/pairing/c.test.ts', status: 'failed', assertionResults: [] },
      file('integration/service/d.test.ts', 'passed', 'pending'),
    ],
  });
  expect(run).toEqual({
    unit: { passed: 2, failed: 0, skipped: 1 },
    integration: { passed: 1, failed: 2, skipped: 0 },
    service: { passed: 1, failed: 0, skipped: 1 },
  });
  const pages = readPages({ stats: { expected: 20, unexpected: 1, flaky: 2, skipped: 0 }, errors: ['no window'] });
  const runs = [
    { engine: 'Node 24.1.0', run },
    { engine: 'Chromium 156.0.1', run: pages },
  ];
  expect(engineTable(runs, '2026-11-29').split('\n')).toEqual([
    '2026-11-29:',
    '',
    '| engine | unit | integration | service | pages |',
    '| --- | --- | --- | --- | --- |',
    '| Node 24.1.0 | 2 passed, 1 skipped | 1 passed, **2 failed** | 1 passed, 1 skipped | – |',
    '| Chromium 156.0.1 | – | – | – | 22 passed, **2 failed** |',
    '',
  ]);
});

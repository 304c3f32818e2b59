import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { summaryOf } from '../../../renderer/features/diagnostics/preflight-summary.ts';
import type { DiagnosticsState } from '../../../shared/diagnostics.ts';
import { languageCodes } from '../../../shared/i18n/languages.ts';
import { levelOf, type CheckId } from '../../../shared/preflight-rules.ts';
import type { Finding, Preflight } from '../../../shared/preflight.ts';
import { windowTextsOf } from '../../support/languages.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { intercepted, offline } from '../support/preflights.ts';
import { renderApp } from '../support/render-app.tsx';
import { failedTest, passedTest } from '../support/self-tests.ts';

async function openPage(options: Parameters<typeof renderApp>[0] = {}) {
  const app = await renderApp({ tenants: [tenantView('bakery')], ...options });
  await app.user.click(screen.getByRole('button', { name: 'Check this workstation' }));
  const section = within(await screen.findByRole('region', { name: 'Computer and connection' }));
  return { ...app, section };
}

describe('the check of the workstation', () => {
  it('says that nothing is known yet, and begins at a press', async () => {
    const { fake, user, section } = await openPage();
    expect(section.getByText('Not checked since the program started.')).toBeTruthy();
    await user.click(section.getByRole('button', { name: 'Check now' }));
    expect(fake.calls).toContainEqual({ channel: 'diagnostics.checkWorkstation', input: null });
  });

  it('shows how far it is and what is known, and can be cancelled', async () => {
    const { fake, user, section } = await openPage();
    const running: Preflight = { ...offline(1000), results: offline(1000).results.slice(0, 3), running: ['websocket'] };
    delete running.endedAt;
    act(() => {
      fake.changeDiagnostics({ preflight: running });
    });
    expect(section.getByRole('progressbar', { name: 'Checking…' }).getAttribute('aria-valuenow')).toBe(
      String((3 / 11) * 100),
    );
    expect(section.getByRole('status').textContent).toBe('');
    expect(section.getByRole('img', { name: 'Checking…' })).toBeTruthy();
    await user.click(section.getByRole('button', { name: 'Cancel' }));
    expect(fake.calls).toContainEqual({ channel: 'diagnostics.cancel', input: { job: 'preflight' } });
  });

  it('offline: one thing failed, the rest of the way was not reached, and nothing else is blamed', async () => {
    const { section } = await openPage({ diagnostics: { preflight: offline(Date.now()) } });
    expect(section.getByRole('status').textContent).toBe('The problem is on the way to WhatsApp.');
    const way = within(section.getByRole('list', { name: 'The way to WhatsApp' }));
    expect(way.getAllByRole('img').map((mark) => mark.getAttribute('aria-label'))).toEqual([
      'OK',
      'Problem',
      'Not known',
      'Not known',
      'Not known',
    ]);
    expect(way.getByText(/The name .*web\.whatsapp\.com.* wasn’t found \(.*ENOTFOUND.*\)\./)).toBeTruthy();
    expect(way.getAllByText('Not checked, because “Name” didn’t pass.')).toHaveLength(3);
  });

  it('names who stands in between', async () => {
    const { section } = await openPage({ diagnostics: { preflight: intercepted(Date.now()) } });
    expect(section.getByText(/Not WhatsApp’s own certificate\. It was made by: .*Office Proxy CA/)).toBeTruthy();
    expect(section.getByText(/exempt .*web\.whatsapp\.com/)).toBeTruthy();
  });

  it('is one press away from a failure that may lie here, and from no other', async () => {
    const failed = (cause: 'dns-failed' | 'banned') =>
      tenantView('bakery', {
        session: {
          phase: 'stopped',
          since: 0,
          evidence: {},
          failure: { at: 0, cause, credentials: 'kept', retry: 'operator' },
        },
      });
    const { fake, user } = await renderApp({ tenants: [failed('banned')] });
    const main = within(screen.getByRole('main'));
    expect(main.queryByRole('button', { name: 'Check this workstation' })).toBeNull();
    act(() => {
      fake.change({ tenants: [failed('dns-failed')] });
    });
    await user.click(main.getByRole('button', { name: 'Check this workstation' }));
    expect(await main.findByRole('heading', { level: 1, name: 'Check this workstation' })).toBeTruthy();
  });

  it('is no part of practice', async () => {
    const { fake } = await renderApp({ tenants: [tenantView('bakery')], info: { practice: true } });
    expect(screen.queryByRole('button', { name: 'Check this workstation' })).toBeNull();
    act(() => {
      fake.publish.app.command({ name: 'diagnostics' });
    });
    expect(screen.queryByRole('heading', { level: 1, name: 'Check this workstation' })).toBeNull();
  });
});

describe('the self-test', () => {
  const openTest = async (diagnostics: DiagnosticsState = {}) => {
    const app = await openPage({ diagnostics });
    return { ...app, test: within(screen.getByRole('region', { name: 'The program itself' })) };
  };

  it('says before it begins what it will not show, and begins at a press', async () => {
    const { fake, user, test } = await openTest();
    expect(test.getByText(/the half minute in which WhatsApp may still unlink a phone isn’t part of it/)).toBeTruthy();
    await user.click(test.getByRole('button', { name: 'Test the program' }));
    expect(fake.calls).toContainEqual({ channel: 'diagnostics.testProgram', input: null });
  });

  it('shows the steps as they pass', async () => {
    const { fake, user, test } = await openTest();
    act(() => {
      fake.changeDiagnostics({
        selfTest: { startedAt: 5000, results: passedTest(9000).results.slice(0, 3), running: 'scan' },
      });
    });
    const marks = test.getAllByRole('img').map((mark) => mark.getAttribute('aria-label'));
    expect(marks.slice(0, 5)).toEqual(['OK', 'OK', 'OK', 'Checking…', 'Waiting']);
    await user.click(test.getByRole('button', { name: 'Cancel' }));
    expect(fake.calls).toContainEqual({ channel: 'diagnostics.cancel', input: { job: 'self-test' } });
  });

  it('passed, it clears the workstation and the program, and says where to look next', async () => {
    const { test } = await openTest({ selfTest: passedTest(Date.now()) });
    expect(test.getByRole('status').textContent).toMatch(
      /^This computer and this program work\. If linking still fails/,
    );
  });

  it.each([
    [{ code: 'session-failed', cause: 'scan-not-matching' }, /^It ended: /, /The program doesn’t work/],
    [{ code: 'disk', systemCode: 'ENOSPC' }, /The disk refused it \(.*ENOSPC/, /The problem is this computer’s disk/],
    [{ code: 'refused', error: 'storage-full' }, /^It ended: The disk is full$/, /The problem is this computer’s disk/],
    [
      { code: 'session-failed', cause: 'storage-denied' },
      /^It ended: The folder can’t/,
      /The problem is this computer’s disk/,
    ],
    [
      { code: 'refused', error: 'tenant-exists' },
      /The console refused it \(.*tenant-exists/,
      /The program doesn’t work/,
    ],
    [{ code: 'timeout', phase: 'pairing' }, /It took too long/, /The program doesn’t work/],
  ] as const)('failed by %o, it says which step and why', async (problem, why, summary) => {
    const { test } = await openTest({ selfTest: failedTest(Date.now(), 'scan', problem) });
    expect(test.getByText(why)).toBeTruthy();
    expect(test.getByRole('status').textContent).toMatch(summary);
    expect(test.getAllByText('Not tested.')).toHaveLength(4);
  });
});

describe('the diagnosis to save', () => {
  const openBundle = async (diagnostics: DiagnosticsState = {}) => {
    const app = await openPage({ diagnostics });
    return { ...app, bundle: within(screen.getByRole('region', { name: 'Save a diagnosis' })) };
  };

  it('says what is inside before it is made, and that the tests have not run', async () => {
    const { fake, user, bundle } = await openBundle();
    expect(bundle.getAllByRole('listitem')).toHaveLength(3);
    expect(bundle.getByText(/Never inside: keys, codes, whole phone numbers/)).toBeTruthy();
    expect(bundle.getByText(/Run both tests first/)).toBeTruthy();
    await user.click(bundle.getByRole('button', { name: 'Save…' }));
    expect(fake.calls).toContainEqual({ channel: 'diagnostics.saveBundle', input: { nameDumps: false } });
  });

  it('shows how far it is, where it went, or why it did not', async () => {
    const { fake, user, bundle } = await openBundle({ bundle: { kind: 'saving', done: 3, total: 12 } });
    expect(bundle.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25');
    await user.click(bundle.getByRole('button', { name: 'Cancel' }));
    expect(fake.calls).toContainEqual({ channel: 'diagnostics.cancel', input: { job: 'bundle' } });
    act(() => {
      fake.changeDiagnostics({ bundle: { kind: 'saved', path: '/home/desk/d.zip', bytes: 9, at: 1 } });
    });
    expect(bundle.getByRole('status').textContent).toMatch(/^Saved: .*\/home\/desk\/d\.zip/);
    await user.click(bundle.getByRole('button', { name: 'Show in the folder' }));
    expect(fake.calls).toContainEqual({ channel: 'diagnostics.showBundle', input: null });
    act(() => {
      fake.changeDiagnostics({ bundle: { kind: 'failed', error: { code: 'storage-full', place: '/media/stick' } } });
    });
    expect(bundle.getByRole('alert').textContent).toMatch(/\/media\/stick/);
  });
});

const result = (id: CheckId, finding: Finding) => ({ id, finding, ms: 1 });
it.each([
  ['fine', [result('dns', { code: 'dns-resolved' })]],
  ['attention', [result('dns', { code: 'dns-resolved' }), result('keyring', { code: 'keyring-missing' })]],
  ['workstation', [result('disk', { code: 'disk-full' }), result('dns', { code: 'dns-resolved' })]],
  ['network', [result('dns', { code: 'dns-timeout' }), result('tcp', { code: 'not-reached', after: 'dns' })]],
  ['both', [result('dns', { code: 'dns-timeout' }), result('disk', { code: 'disk-denied' })]],
  ['open', [result('space', { code: 'space-unknown' })]],
  ['cancelled', [result('dns', { code: 'cancelled' })]],
] as const)('comes to "%s"', (summary, results) => {
  expect(summaryOf({ results: [...results] })).toBe(summary);
});

it.each(languageCodes)('a size keeps its own order of number and unit in a sentence, in %s', async (language) => {
  const words = windowTextsOf(language);
  const space = { id: 'space', finding: { code: 'space-low', bytes: 75 * 1024 ** 3 }, ms: 3 } as const;
  const now = Date.now();
  const { user } = await renderApp({
    preferences: { language },
    diagnostics: { preflight: { ...offline(now), results: [space] } },
  });
  await user.click(screen.getByRole('button', { name: words['diagnostics.title'] }));
  const section = await screen.findByRole('region', { name: words['preflight.title'] });
  // First-strong isolates: "75 GB" is one piece in Hebrew, and the Arabic unit runs to the left as its sentence does.
  expect(section.textContent).toMatch(/\u206875\s\P{Nd}+\u2069/u);
});

it.each(languageCodes)('advises on everything that is not in order, and on nothing else, in %s', (language) => {
  const words = windowTextsOf(language);
  const advised = Object.keys(words).flatMap((key) => /^finding\.(.+)\.advice$/.exec(key)?.[1] ?? []);
  const wanted = Object.entries(levelOf).flatMap(([code, level]) =>
    level === 'attention' || level === 'failed' ? code : [],
  );
  expect(advised.sort()).toEqual(wanted.sort());
});

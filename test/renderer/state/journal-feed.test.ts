import { describe, expect, it, vi } from 'vitest';

import { createJournalFeed } from '../../../renderer/state/journal-feed.ts';
import { createFakeConsole } from '../../support/fake-console.ts';
import { journalEntry } from '../support/journal-entry.ts';

const quiet = () => undefined;
const idsOf = (feed: ReturnType<typeof createJournalFeed>) => {
  const view = feed.read();
  return view.kind === 'entries' ? view.entries.map(({ id }) => id) : view.kind;
};

describe('journal feed', () => {
  it('lists what there is and puts what is appended on top', async () => {
    const fake = createFakeConsole({ journal: [journalEntry('1', 'bakery')] });
    const feed = createJournalFeed({ journal: fake.client.journal, tenantId: undefined, limit: 2 });
    feed.subscribe(quiet);
    expect(idsOf(feed)).toBe('loading');
    await vi.waitFor(() => expect(idsOf(feed)).toEqual(['1']));
    fake.appendToJournal(journalEntry('2', 'clinic'));
    fake.appendToJournal(journalEntry('3', 'bakery'));
    expect(idsOf(feed)).toEqual(['3', '2']);
  });

  it('takes up what is added to an entry that it holds, and to no other', async () => {
    const fake = createFakeConsole({ journal: [journalEntry('1', 'bakery')] });
    const feed = createJournalFeed({ journal: fake.client.journal, tenantId: undefined, limit: 2 });
    feed.subscribe(quiet);
    await vi.waitFor(() => expect(idsOf(feed)).toEqual(['1']));
    await fake.client.journal.phoneSays({ id: '1', answer: { kind: 'android', screen: 'nothing' } });
    expect(feed.read()).toMatchObject({ entries: [{ id: '1', phone: { screen: 'nothing' } }] });
    fake.publish.journal.amended(journalEntry('gone', 'bakery'));
    expect(idsOf(feed)).toEqual(['1']);
  });

  it('holds one tenant only, if asked to', async () => {
    const fake = createFakeConsole({ journal: [journalEntry('1', 'bakery')] });
    const feed = createJournalFeed({ journal: fake.client.journal, tenantId: 'clinic', limit: 9 });
    feed.subscribe(quiet);
    await vi.waitFor(() => expect(idsOf(feed)).toEqual([]));
    fake.appendToJournal(journalEntry('2', 'bakery'));
    fake.appendToJournal(journalEntry('3', 'clinic'));
    expect(idsOf(feed)).toEqual(['3']);
  });

  it('keeps an entry that arrives while the list is on its way, once', async () => {
    const fake = createFakeConsole();
    const release = fake.hold('journal.list');
    const feed = createJournalFeed({ journal: fake.client.journal, tenantId: undefined, limit: 9 });
    feed.subscribe(quiet);
    fake.appendToJournal(journalEntry('1', 'bakery'));
    fake.publish.journal.appended(journalEntry('2', 'bakery'));
    release();
    await vi.waitFor(() => expect(idsOf(feed)).toEqual(['2', '1']));
  });

  it('says why the log cannot be read', async () => {
    const fake = createFakeConsole();
    fake.refuse('journal.list', { code: 'internal-error' });
    const feed = createJournalFeed({ journal: fake.client.journal, tenantId: undefined, limit: 9 });
    feed.subscribe(quiet);
    await vi.waitFor(() => expect(feed.read()).toEqual({ kind: 'failed', error: { code: 'internal-error' } }));
  });

  it('stops listening with its last reader', async () => {
    const fake = createFakeConsole();
    const feed = createJournalFeed({ journal: fake.client.journal, tenantId: undefined, limit: 9 });
    const stop = feed.subscribe(quiet);
    await vi.waitFor(() => expect(idsOf(feed)).toEqual([]));
    stop();
    fake.appendToJournal(journalEntry('1', 'bakery'));
    expect(idsOf(feed)).toBe('loading');
  });
});

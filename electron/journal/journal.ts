import type { NewNotice } from '../../shared/console.ts';
import { diagnose } from '../../shared/diagnosis.ts';
import type { FlightFrame } from '../../shared/flight.ts';
import type { JournalEntry, Loss, NewLink, PhoneAnswer } from '../../shared/journal.ts';
import { createListeners } from '../../shared/listeners.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { storageCodeOf } from '../files/storage-error.ts';
import type { Clock, Journal, Logger } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';
import type { FlightStore } from './flights.ts';
import type { JournalFile, JournalLine } from './journal-file.ts';
import type { LinkHistory } from './link-history.ts';

const day = 24 * 60 * 60 * 1000;
const maximumAgeMs = 90 * day;
const maximumEntries = 10_000;
/** How often a disk that refused is asked again, in ms. */
const retryMs = 30_000;

export interface JournalStore extends Journal {
  /** Newest first, none of more than 90 days. */
  list(query: { readonly tenantId?: TenantId | undefined; readonly limit: number }): JournalEntry[];
  /**
   * Joins what the phone shows with what the entry has, and adds what follows to it, on disk as well. `undefined`:
   * there is no such entry any more.
   */
  explain(id: string, answer: PhoneAnswer): JournalEntry | undefined;
  /** Entries that could not be read when the log was opened, this time and before. */
  loss(): Loss | undefined;
  /** The frames that led to an entry, oldest first; `undefined`: none were kept. */
  flight(id: string): Promise<FlightFrame[] | undefined>;
  /** The frames that led to the tenant's newest link, oldest first; `undefined`: none were kept. */
  linkFlight(tenantId: TenantId): Promise<FlightFrame[] | undefined>;
  /** Throws away the recordings of links whose tenants are gone. `tenants`: those that are left, unreadable ones too. */
  forgetLinksBut(tenants: readonly string[]): void;
  /** New links of the last 90 days, oldest first. */
  newLinks(): NewLink[];
  /** Called with every entry as it is appended, before it is on disk. Returns its own cancellation. */
  onAppend(listener: (entry: JournalEntry) => void): () => void;
  /** Called with every entry to which something was added. Returns its own cancellation. */
  onAmend(listener: (entry: JournalEntry) => void): () => void;
  /** Called with every new link. Returns its own cancellation. */
  onLink(listener: (link: NewLink) => void): () => void;
  /** Reads what other programs have added. Nobody is told of it: that was for the program that added it. Never throws. */
  readonly refresh: () => Promise<void>;
  /** Writes what is still in memory, then lets go of the file. */
  close(): Promise<void>;
}

export interface JournalOptions {
  readonly file: JournalFile;
  readonly flights: FlightStore;
  readonly links: FlightStore;
  readonly history: LinkHistory;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onNotice: (notice: NewNotice) => void;
  readonly maximumEntries?: number;
}

/**
 * Reads what is there, then answers from memory. Appends are written in the order they came, those that wait together
 * as one write. Where the disk refuses, the operator is told once, the entries stay in memory, and the disk is asked again
 * until it takes them.
 */
export async function openJournal(options: JournalOptions): Promise<JournalStore> {
  const { file, flights, links, history, clock, logger, onNotice } = options;
  const limit = options.maximumEntries ?? maximumEntries;
  /** Room above the limit, so that the file is not written anew for every entry. */
  const bound = limit * 1.1;
  const appended = createListeners<[entry: JournalEntry]>();
  const amended = createListeners<[entry: JournalEntry]>();
  const linked = createListeners<[link: NewLink]>();
  let faultTold = false;

  function recent(entries: JournalEntry[]): JournalEntry[] {
    const oldest = clock.now() - maximumAgeMs;
    return entries.filter((entry) => entry.failure.at >= oldest).slice(-limit);
  }

  function tellFault(error: unknown): void {
    if (faultTold) return;
    faultTold = true;
    logger.error('the scan-failure log cannot be saved', { error });
    const fault = storageCodeOf(error);
    onNotice({ code: 'journal-not-saved', path: file.path, ...(fault && { fault }) });
  }

  let entries: JournalEntry[] = [];
  let loss: Loss | undefined;
  /** Lines on disk, those past their bound included. */
  let onDisk = 0;
  let unsaved: JournalLine[] = [];
  /** The file must be written anew from memory before anything is added to it. */
  let rewrite = false;
  /** What could not be read must not be overwritten: such a run is kept in memory only. */
  let readable = true;
  const writes = createQueue();
  let cancelRetry: (() => void) | undefined;
  /** The last look at what other programs have added was in vain. */
  let isBehind = false;

  async function load(): Promise<void> {
    try {
      const contents = await file.read();
      entries = recent(contents.entries);
      onDisk = contents.lines;
      rewrite = entries.length < contents.entries.length;
      loss = contents.loss;
      if (contents.torn) {
        logger.warn('the scan-failure log ended in half a line, which was dropped');
        lose(1);
      }
      if (contents.damaged > 0) {
        lose(contents.damaged);
        await setDamagedAside(contents.damaged);
      }
    } catch (error) {
      readable = false;
      tellFault(error);
    }
  }

  /** Counted in the log itself, so that a reader knows it is not whole. */
  function lose(lost: number): void {
    const at = clock.now();
    loss = { lost: (loss?.lost ?? 0) + lost, at };
    unsaved.push({ lost, at });
  }

  async function setDamagedAside(damaged: number): Promise<void> {
    try {
      const aside = await file.setAside(clock.now());
      logger.warn('the scan-failure log had damaged lines', { damaged, aside });
      onNotice({ code: 'journal-damaged', path: aside });
      rewrite = true;
    } catch (error) {
      // It stays where it is, and its good lines count: adding behind them does no harm.
      onNotice({ code: 'journal-damaged', path: file.path });
      rewrite = false;
      tellFault(error);
    }
  }

  async function writeUnsaved(): Promise<void> {
    while (readable && (rewrite || unsaved.length > 0)) {
      const batch = [...unsaved];
      try {
        if (rewrite || onDisk + batch.length > bound) {
          entries = recent(entries);
          const lines = [...(loss === undefined ? [] : [loss]), ...entries];
          await file.replace(lines);
          onDisk = lines.length;
          rewrite = false;
        } else {
          await file.append(batch);
          onDisk += batch.length;
        }
      } catch (error) {
        unsaved = unsaved.slice(-limit);
        tellFault(error);
        cancelRetry?.();
        cancelRetry = clock.after(retryMs, () => void save());
        return;
      }
      unsaved = unsaved.slice(batch.length);
      faultTold = false;
    }
  }

  /** Writes follow one another; one that finds nothing left to do costs nothing. */
  const save = () => writes.run(writeUnsaved);

  async function readNew(): Promise<void> {
    if (!readable || file.readNew === undefined) return;
    try {
      const lines = await file.readNew();
      onDisk += lines.length;
      for (const line of lines) take(line);
      isBehind = false;
    } catch (error) {
      if (!isBehind) logger.warn('what other programs have added to the scan-failure log cannot be read', { error });
      isBehind = true;
    }
  }

  function take(line: JournalLine): void {
    if ('lost' in line) loss = { lost: (loss?.lost ?? 0) + line.lost, at: line.at };
    else if ('amends' in line)
      entries = entries.map((each) => (each.id === line.amends ? { ...each, phone: line.phone } : each));
    else {
      // It was written a moment ago: it belongs near the end. Ids sort as their times do.
      const before = entries.findLastIndex(({ id }) => id <= line.id);
      const isKnown = entries[before]?.id === line.id;
      entries.splice(isKnown ? before : before + 1, isKnown ? 1 : 0, line);
    }
  }

  await load();
  await save();
  let lastId = Number.parseInt(entries.at(-1)?.id ?? '', 36) || 0;

  return {
    append(entry, flight = []) {
      // Microseconds keep ids apart within a millisecond; eleven digits sort as text until the year 2080.
      lastId = Math.max(clock.now() * 1000, lastId + 1);
      const complete: JournalEntry = { id: lastId.toString(36).padStart(11, '0'), ...entry };
      entries.push(complete);
      if (entries.length > bound) entries = recent(entries);
      if (readable) unsaved.push(complete);
      void save();
      flights.keep(complete.id, flight);
      appended.tell(complete);
    },
    explain(id, { kind, screen }) {
      const index = entries.findLastIndex((entry) => entry.id === id);
      const entry = entries[index];
      if (entry === undefined) return undefined;
      const known = { cause: entry.failure.cause, scanBy: entry.claim?.by, screen };
      const phone = { at: clock.now(), kind, screen, ...diagnose(known) };
      const explained = { ...entry, phone };
      entries[index] = explained;
      if (readable) unsaved.push({ amends: id, phone });
      void save();
      amended.tell(explained);
      return explained;
    },
    loss: () => loss,
    list: ({ tenantId, limit: wanted }) => {
      const newest: JournalEntry[] = [];
      const oldest = clock.now() - maximumAgeMs;
      for (let index = entries.length - 1; index >= 0 && newest.length < wanted; index -= 1) {
        const entry = entries[index];
        if (entry === undefined || entry.failure.at < oldest) continue;
        if (tenantId === undefined || entry.tenantId === tenantId) newest.push(entry);
      }
      return newest;
    },
    keepLink(tenantId, flight, codeAt) {
      const link = history.add(tenantId, codeAt);
      links.keep(tenantId, flight);
      linked.tell(link);
    },
    forgetLinksBut: (tenants) => links.keepOnly(tenants),
    newLinks: () => history.list(),
    flight: (id) => flights.read(id),
    linkFlight: (tenantId) => links.read(tenantId),
    onAppend: appended.add,
    onAmend: amended.add,
    onLink: linked.add,
    refresh: () => writes.run(readNew),
    async close() {
      await save();
      cancelRetry?.();
      await Promise.all([flights.close(), links.close(), history.close()]);
      await file.close();
    },
  };
}

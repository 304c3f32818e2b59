import type { ConsoleChange, ConsoleState, NewNotice, Notice, TenantView } from '../../shared/console.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from '../pairing/ports.ts';

/** Where the feed reads tenants at the moment it sends a change. */
export interface ChangeSource {
  /** `undefined`: the tenant is gone. */
  view(tenantId: TenantId): TenantView | undefined;
  tenantIds(): readonly TenantId[];
}

export interface ChangeFeed {
  /** Everything, as it is now. */
  readonly state: () => ConsoleState;
  /** A tenant was added, changed or removed. */
  readonly changed: (tenantId: TenantId) => void;
  /** Shows a notice. A second one with the same code and path replaces the first. */
  readonly addNotice: (notice: NewNotice) => void;
  readonly dismissNotice: (id: string) => void;
  /** Sends nothing from here on. */
  readonly close: () => void;
}

/** One frame at 60 Hz. */
const frameMs = 16;

/**
 * Sends changes with a growing revision, at most one a frame: fifty tenants that log in at once redraw the window once.
 * Tenants are read when the change is sent, so a change is never older than a state that the window asked for before.
 */
export function createChangeFeed(options: {
  readonly source: ChangeSource;
  readonly clock: Clock;
  readonly publish: (change: ConsoleChange) => void;
}): ChangeFeed {
  const { source, clock, publish } = options;
  const changedIds = new Set<TenantId>();
  let notices: Notice[] = [];
  let noticesChanged = false;
  let noticeCount = 0;
  let revision = 0;
  let cancelFrame: (() => void) | undefined;
  let closed = false;

  function schedule(): void {
    if (!closed) cancelFrame ??= clock.after(frameMs, send);
  }

  function send(): void {
    cancelFrame = undefined;
    const previous = revision;
    revision += 1;
    const tenants: TenantView[] = [];
    const removed: TenantId[] = [];
    for (const id of changedIds) {
      const view = source.view(id);
      if (view === undefined) removed.push(id);
      else tenants.push(view);
    }
    changedIds.clear();
    const change = { previous, revision, tenants, removed, ...(noticesChanged ? { notices } : {}) };
    noticesChanged = false;
    publish(change);
  }

  function setNotices(next: Notice[]): void {
    notices = next;
    noticesChanged = true;
    schedule();
  }

  return {
    state: () => ({
      revision,
      tenants: source
        .tenantIds()
        .map((id) => source.view(id))
        .filter((view) => view !== undefined),
      notices,
    }),
    changed(tenantId) {
      changedIds.add(tenantId);
      schedule();
    },
    addNotice(notice) {
      noticeCount += 1;
      const others = notices.filter(({ code, path }) => code !== notice.code || path !== notice.path);
      setNotices([...others, { ...notice, id: `notice-${noticeCount}`, at: clock.now() }]);
    },
    dismissNotice(id) {
      setNotices(notices.filter((notice) => notice.id !== id));
    },
    close() {
      closed = true;
      cancelFrame?.();
    },
  };
}

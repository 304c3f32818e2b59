import type { KeyObject } from 'node:crypto';

import type { CommandError, PackError, StorageError, UpdateError } from '../../../shared/errors.ts';
import { packName } from '../../../shared/protocol-pack-rules.ts';
import type { ProtocolPack, ProtocolState } from '../../../shared/protocol-pack.ts';
import { type Result, err, ok } from '../../../shared/result.ts';
import { attempt } from '../../files/storage-error.ts';
import type { Clock, Logger } from '../../pairing/ports.ts';
import type { FetchSmallFile } from '../updates.ts';
import { changesOf } from './in-force.ts';
import type { KeptPack } from './kept-pack.ts';
import { packLimit, readPack } from './read-pack.ts';

/** While a phone is being linked, this long until the next look whether it still is. */
const waitMs = 5_000;

type Refusal = PackError | UpdateError | StorageError;

/** Protocol packs of the desktop: looked for with updates, and in force as soon as no phone is being linked. */
export interface ProtocolPacks {
  readonly state: () => ProtocolState;
  readonly look: (fetch: FetchSmallFile) => Promise<void>;
  /** Whether packs are looked for and count. `pack-while-linking`: nothing has changed. */
  readonly use: (on: boolean) => Result<null, CommandError>;
  /** Back to the program's own values, until there is a pack with a higher number. */
  readonly back: () => Promise<Result<null, CommandError>>;
  readonly close: () => void;
}

export function createProtocolPacks(options: {
  readonly kept: KeptPack;
  readonly key: KeyObject | undefined;
  /** This program's. */
  readonly version: string;
  readonly folder: string;
  readonly isOn: () => boolean;
  readonly setOn: (on: boolean) => void;
  /** A phone is being linked, or a queue runs. */
  readonly isLinking: () => boolean;
  readonly publish: (state: ProtocolState) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): ProtocolPacks {
  const { kept, key, version, folder, isOn, isLinking, clock, logger } = options;
  let waiting: number | undefined;
  let refused: Refusal | undefined;
  let cancelWait: () => void = () => undefined;

  function state(): ProtocolState {
    const current = isOn() ? kept.current() : undefined;
    return {
      on: isOn(),
      inUse: current === undefined ? null : { ...shown(current.pack), since: current.since },
      waiting: waiting ?? null,
      declined: kept.state().declined,
      refused: refused ?? null,
    };
  }
  const tell = () => options.publish(state());

  function refuse(error: Refusal): void {
    refused = error;
    logger.warn('a protocol pack was refused', { error });
  }

  async function change(part: Parameters<KeptPack['change']>[0]): Promise<Result<null, StorageError>> {
    const changed = await attempt(folder, () => kept.change(part));
    return changed.ok ? ok() : changed;
  }

  /** What the file has counts as soon as no phone is being linked; after a start of the program in any case. */
  function settle(): void {
    cancelWait();
    if (isLinking()) {
      cancelWait = clock.after(waitMs, settle);
      return;
    }
    waiting = undefined;
    kept.renew();
    logger.info('protocol values', { pack: kept.current()?.pack.number ?? 'none' });
    tell();
  }

  async function take(signed: string, pinned: KeyObject): Promise<void> {
    const { newest, declined } = kept.state();
    const read = readPack(signed, { key: pinned, version, newest });
    if (!read.ok) {
      refuse(read.error);
      return;
    }
    refused = undefined;
    const { number } = read.value;
    if ([declined, waiting, kept.current()?.pack.number].includes(number)) return;
    const noted = await change({ newest: number, declined: null, inUse: { signed, since: clock.now() } });
    if (!noted.ok) {
      refuse(noted.error);
      return;
    }
    waiting = number;
    settle();
  }

  return {
    state,
    async look(fetch) {
      if (key === undefined || !isOn()) return;
      const text = await fetch(packName, packLimit);
      // An address without a pack is as good as one with it: nothing changes.
      const isAbsent = !text.ok && text.error.code === 'update-not-found' && text.error.statusCode === 404;
      if (text.ok) await take(text.value, key);
      else if (isAbsent) refused = undefined;
      else refuse(text.error.code === 'update-unsigned' ? { code: 'pack-too-large' } : text.error);
      tell();
    },
    use(on) {
      if (isLinking()) return err({ code: 'pack-while-linking' });
      refused = undefined;
      options.setOn(on);
      tell();
      return ok();
    },
    async back() {
      if (isLinking()) return err({ code: 'pack-while-linking' });
      const number = kept.current()?.pack.number;
      if (number === undefined) return err({ code: 'invalid-request' });
      const done = await change({ inUse: null, declined: number });
      if (!done.ok) return done;
      refused = undefined;
      settle();
      return ok();
    },
    close: () => cancelWait(),
  };
}

function shown(pack: ProtocolPack): Omit<NonNullable<ProtocolState['inUse']>, 'since'> {
  const { number, made, why, notes = {} } = pack;
  return { number, made, why, notes, changes: changesOf(pack) };
}

import { timingSafeEqual } from 'node:crypto';

import type { DataState } from '../../shared/data.ts';
import type { CommandError } from '../../shared/errors.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { DataFolder } from '../console/data-folder.ts';
import {
  type DataKeyError,
  beginRenewal,
  changeOpener,
  confirmRecoveryCode,
  findKey,
  makeRecoveryCode,
} from '../console/data-key.ts';
import type { Keyring } from '../crypto/keyring.ts';
import { newStretching, stretch } from '../crypto/stretched-passphrase.ts';
import { noWrongPins, waitOf } from '../operators/wrong-pins.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';
import type { Settings } from '../settings/settings.ts';
import { type DesktopOpener, type OpenedData, newKeyringOpener } from './desktop-data.ts';

/** What the window may do about the key of its data folder: a recovery code, a new key, and sealing what was left open. */
export function createDataHandlers(options: {
  readonly folder: DataFolder;
  readonly data: OpenedData;
  readonly keyring: Keyring;
  readonly settings: Pick<Settings, 'setDataLeftOpen'>;
  readonly restart: () => void;
  readonly publish: (state: DataState) => void;
  readonly clock: Pick<Clock, 'now'>;
  /** How a new passphrase is stretched; tests take less time. */
  readonly stretching?: typeof newStretching;
  readonly logger: Logger;
}): Handlers<Contract>['data'] {
  const { folder, data, keyring, settings, restart, publish, clock, stretching = newStretching, logger } = options;
  let opener = data.seal === 'sealed' ? data.opener : undefined;
  let renewed = false;
  /** A restart forgets them: there a person is asked for the passphrase itself, and stretching slows every guess. */
  let wrong = noWrongPins;
  /** Each call writes the whole file of the key. */
  const queue = createQueue();

  async function state(): Promise<Result<DataState, CommandError>> {
    if (opener === undefined) return ok({ seal: data.seal, opener: null, recovery: 'none', renewed });
    const found = await findKey(folder);
    if (!found.ok) return refused(found.error);
    const openers = found.value.kind === 'kept' ? found.value.openers : [];
    const code = openers.find(({ kind }) => kind === 'recovery');
    const recovery =
      code === undefined ? 'none' : 'unconfirmed' in code && code.unconfirmed ? 'unconfirmed' : 'on-paper';
    return ok({ seal: data.seal, opener: opener.kind, recovery, renewed });
  }

  /** Carries out one after the other, and tells the window what holds then. */
  function change<T>(
    act: (opener: DesktopOpener) => Promise<Result<T, DataKeyError | Wrong>>,
  ): Promise<Result<{ readonly done: T; readonly state: DataState }, CommandError>> {
    return queue.run(async () => {
      if (opener === undefined) return err({ code: 'invalid-request' });
      const done = await act(opener);
      if (!done.ok) return refused(done.error);
      const now = await state();
      if (!now.ok) return now;
      publish(now.value);
      return ok({ done: done.value, state: now.value });
    });
  }

  /** Under a new data key the keyring's secret is new as well; a passphrase stays what the person knows. */
  async function renew(by: DesktopOpener): Promise<Result<null, DataKeyError>> {
    let to = by;
    try {
      if (by.kind === 'keyring') to = await newKeyringOpener(keyring);
    } catch (error) {
      logger.warn('the keyring keeps no secret', { error });
      return err({ code: 'data-key-needed' });
    }
    const begun = await beginRenewal(folder, by, to);
    if (!begun.ok) return begun;
    opener = to;
    renewed = true;
    logger.info('there is a new data key: the next start seals everything with it');
    return ok();
  }

  /** The data key stays, and with it the recovery code. */
  async function changePassphrase(
    { current, next }: { readonly current: string; readonly next: string },
    by: DesktopOpener,
  ): Promise<Result<null, DataKeyError | Wrong>> {
    if (by.kind !== 'passphrase') return err({ code: 'invalid-request' });
    const now = clock.now();
    const wait = waitOf(wrong, [wrong], now);
    if (wait > 0) return err({ code: 'passphrase-wait', until: now + wait });
    if (!timingSafeEqual(await stretch(current, by.stretching), by.secret)) {
      wrong = { count: wrong.count + 1, at: now };
      return err({ code: 'wrong-passphrase' });
    }
    wrong = noWrongPins;
    const parameters = stretching();
    const to = { kind: 'passphrase', secret: await stretch(next, parameters), stretching: parameters } as const;
    const changed = await changeOpener(folder, by, to);
    if (changed.ok) opener = to;
    return changed;
  }

  return {
    state: () => queue.run(state),
    async makeRecoveryCode() {
      const made = await change((by) => makeRecoveryCode(folder, by, { isConfirmed: false }));
      return made.ok ? ok({ code: made.value.done }) : made;
    },
    async confirmRecoveryCode() {
      const confirmed = await change((by) => confirmRecoveryCode(folder, by));
      return confirmed.ok ? ok(confirmed.value.state) : confirmed;
    },
    async renewKey() {
      const done = await change(renew);
      return done.ok ? ok(done.value.state) : done;
    },
    async changePassphrase(wanted) {
      const changed = await change((by) => changePassphrase(wanted, by));
      return changed.ok ? ok() : changed;
    },
    sealNow() {
      if (data.seal !== 'left-open') return Promise.resolve(err({ code: 'invalid-request' }));
      settings.setDataLeftOpen(false);
      restart();
      return Promise.resolve(ok());
    },
    restart() {
      restart();
      return Promise.resolve(ok());
    },
  };
}

type Wrong = Extract<CommandError, { readonly code: 'wrong-passphrase' | 'passphrase-wait' | 'invalid-request' }>;

function refused(error: DataKeyError | Wrong): Result<never, CommandError> {
  switch (error.code) {
    case 'wrong-passphrase':
    case 'passphrase-wait':
    case 'invalid-request':
      return err(error);
    default:
      return err('place' in error ? error : { code: 'data-key-unopened' });
  }
}

import { describe, expect, it } from 'vitest';

import type { FoundKey } from '../../../electron/console/data-key.ts';
import { reasonOf, wayIn } from '../../../electron/desk/way-in.ts';
import { type Result, err, ok } from '../../../shared/result.ts';

const own = { salt: 'c2FsdA==', key: 'a2V5' };
const stretching = { salt: 'c2FsdA==', cost: 2 ** 14, blockSize: 8, parallelization: 1 };
const file = { kind: 'file', ...own } as const;
const recovery = { kind: 'recovery', ...own } as const;
const byKeyring = { kind: 'keyring', ...own, encrypted: 'c2VjcmV0' } as const;
const byPassphrase = { kind: 'passphrase', ...own, stretching } as const;

const kept = (...openers: Extract<FoundKey, { kind: 'kept' }>['openers']) => ok({ kind: 'kept', openers } as const);
const none = ok({ kind: 'none' } as const);
const lost = ok({ kind: 'lost' } as const);

type Found = Parameters<typeof wayIn>[0];
const way = (key: Result<FoundKey, Extract<Found['key'], { ok: false }>['error']>, rest: Partial<Found> = {}) =>
  wayIn({ key, keyring: true, leftOpen: undefined, ...rest });
const noKeyring = { keyring: false };

describe('a folder without a key', () => {
  it('is sealed with the keyring, without a question', () => {
    expect(way(none)).toEqual({ kind: 'seal' });
  });
  it('is asked about where there is no keyring', () => {
    expect(way(none, noKeyring)).toEqual({ kind: 'choose' });
  });
  it.each(['left-open', 'for-tests'] as const)(
    'stays in the clear where it is %s, with a keyring as well',
    (leftOpen) => {
      expect(way(none, { leftOpen })).toEqual({ kind: 'clear', leftOpen });
      expect(way(none, { leftOpen, ...noKeyring })).toEqual({ kind: 'clear', leftOpen });
    },
  );
});

describe('a folder with a key', () => {
  it('is opened by the keyring that has it, though others do, too', () => {
    expect(way(kept(recovery, byKeyring, file))).toEqual({ kind: 'by-keyring', secrets: ['c2VjcmV0'] });
  });
  it('is tried with the secrets of both files, which a crash leaves different', () => {
    const other = { ...byKeyring, encrypted: 'b3RoZXI=' };
    expect(way(kept(byKeyring, other))).toEqual({ kind: 'by-keyring', secrets: ['c2VjcmV0', 'b3RoZXI='] });
  });
  it('is opened by its passphrase, where there is a keyring as well', () => {
    for (const keyring of [true, false]) {
      expect(way(kept(byPassphrase, recovery), { keyring })).toEqual({
        kind: 'by-passphrase',
        stretchings: [stretching],
      });
    }
  });
  it('is opened by the passphrase of the one file where the other names a keyring that is gone', () => {
    expect(way(kept(byKeyring, byPassphrase), noKeyring)).toMatchObject({ kind: 'by-passphrase' });
  });
  it('wants the recovery code where its keyring is not here, and where only a service opens it', () => {
    expect(way(kept(byKeyring, recovery), noKeyring)).toEqual({ kind: 'recover', reason: 'keyring-missing' });
    expect(way(kept(file, recovery))).toEqual({ kind: 'recover', reason: 'of-a-service' });
    expect(way(kept())).toEqual({ kind: 'recover', reason: 'of-a-service' });
  });
  it.each(['left-open', 'for-tests'] as const)('is never written in the clear, though it is to be %s', (leftOpen) => {
    for (const key of [
      kept(byKeyring),
      kept(byPassphrase),
      kept(file),
      lost,
      err({ code: 'data-key-damaged' } as const),
    ]) {
      for (const keyring of [true, false]) expect(way(key, { leftOpen, keyring }).kind).not.toBe('clear');
    }
  });
});

describe('a key that is not there', () => {
  it('is told as lost, damaged, or kept back by the disk; no new one is made', () => {
    for (const keyring of [true, false]) {
      expect(way(lost, { keyring })).toEqual({ kind: 'recover', reason: 'key-lost' });
      expect(way(err({ code: 'data-key-damaged' }), { keyring })).toEqual({ kind: 'recover', reason: 'key-damaged' });
      expect(way(err({ code: 'storage-denied', place: '/data' }), { keyring })).toEqual({
        kind: 'recover',
        reason: 'disk',
      });
    }
  });
});

it('tells what does not open in the words of the page', () => {
  expect(reasonOf({ code: 'data-key-wrong' })).toBe('keyring-other');
  expect(reasonOf({ code: 'data-key-needed' })).toBe('keyring-other');
  expect(reasonOf({ code: 'data-key-differs' })).toBe('key-differs');
  expect(reasonOf({ code: 'data-key-lost' })).toBe('key-lost');
});

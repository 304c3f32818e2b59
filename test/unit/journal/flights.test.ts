import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { createFlightStore } from '../../../electron/journal/flights.ts';
import type { FlightFrame } from '../../../shared/flight.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

const frame: FlightFrame = {
  at: 1,
  connection: 2,
  direction: 'in',
  tag: 'iq',
  attributes: { type: 'set' },
  children: ['pair-device', 'ref'],
  bytes: 300,
};

async function setUp(maximum?: number) {
  const folder = join((await createTemporaryFolder()).path, 'flights');
  const logger = createRecordingLogger();
  return { folder, logger, flights: createFlightStore(folder, logger, maximum) };
}

it('keeps what led to a failure, for its owner only', async () => {
  const { folder, flights } = await setUp();
  flights.keep('0000000000a', [frame]);
  expect(await flights.read('0000000000a')).toEqual([frame]);
  expect((await stat(join(folder, '0000000000a.json'))).mode & 0o777).toBe(0o600);
  expect(await flights.read('0000000000b')).toBeUndefined();
});

it('writes nothing where there was nothing, and reads nothing from elsewhere', async () => {
  const { folder, flights } = await setUp();
  flights.keep('0000000000a', []);
  flights.keep('0000000000b', [frame]);
  await flights.close();
  expect(await readdir(folder)).toEqual(['0000000000b.json']);
  await writeFile(join(folder, '../stranger.json'), '[]');
  expect(await flights.read('../stranger')).toBeUndefined();
});

it('lets the oldest go', async () => {
  const { folder, flights } = await setUp(2);
  for (const id of ['0000000000a', '0000000000b', '0000000000c']) flights.keep(id, [frame]);
  await flights.close();
  expect((await readdir(folder)).sort()).toEqual(['0000000000b.json', '0000000000c.json']);
});

it('keeps only what is still wanted', async () => {
  const { folder, flights } = await setUp();
  for (const id of ['shop', 'depot', 'gone']) flights.keep(id, [frame]);
  flights.keepOnly(['depot', 'shop', 'never-linked']);
  await flights.close();
  expect((await readdir(folder)).sort()).toEqual(['depot.json', 'shop.json']);
});

it('says that one cannot be read, and that one could not be kept', async () => {
  const { folder, flights, logger } = await setUp();
  flights.keep('0000000000a', [frame]);
  await flights.close();
  await writeFile(join(folder, '0000000000a.json'), '[{');
  expect(await flights.read('0000000000a')).toBeUndefined();
  const blocked = createFlightStore(join(folder, '0000000000a.json'), logger);
  blocked.keep('0000000000b', [frame]);
  await blocked.close();
  expect(logger.lines.map((line) => line.message)).toEqual([
    'a flight recording could not be read',
    'a flight recording could not be kept',
  ]);
});

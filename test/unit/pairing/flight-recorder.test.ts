import { expect, it } from 'vitest';

import { createFlightRecorder } from '../../../electron/pairing/flight-recorder.ts';
import type { FlightFrame } from '../../../shared/flight.ts';

const frame = (at: number): FlightFrame => ({
  at,
  connection: 1,
  direction: 'out',
  tag: 'iq',
  attributes: {},
  children: [],
  bytes: 0,
});

it('keeps the last two hundred frames, however many there were, until they are taken', () => {
  const recorder = createFlightRecorder();
  for (let at = 0; at < 1234; at += 1) recorder.note(frame(at));
  const looked = recorder.frames();
  const taken = recorder.take();
  expect(taken).toEqual(looked);
  expect(taken.map(({ at }) => at)).toEqual(Array.from({ length: 200 }, (_, index) => 1034 + index));
  expect(recorder.take()).toEqual([]);
});

import { expect, it } from 'vitest';

import { isNoise } from '../../../scripts/system/electron-output.ts';

it.each([
  '[1234:1128/200100.123456:ERROR:bus.cc(407)] Failed to connect to the bus: Could not parse server address',
  '[1234:1128/200100.123456:ERROR:object_proxy.cc(590)] Failed to call method: org.freedesktop.DBus.NameHasOwner',
  '[1300:1128/200100.123456:ERROR:viz_main_impl.cc(196)] Exiting GPU process due to errors during initialization',
])('leaves out %s', (line) => {
  expect(isNoise(line)).toBe(true);
});

it.each([
  'Error: Cannot find module',
  '[1234:1128/200100.123456:ERROR:CONSOLE(1)] "Uncaught TypeError", source: app://console/index.js (1)',
  'The bridge listens on 127.0.0.1:8787, bus.cc',
])('passes on %s', (line) => {
  expect(isNoise(line)).toBe(false);
});

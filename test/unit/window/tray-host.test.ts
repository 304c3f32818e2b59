import { expect, it } from 'vitest';

import { type RunProgram, hasTrayHost, runProgram } from '../../../electron/window/tray-host.ts';

const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus' };

function answering(answers: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const run: RunProgram = (program) => {
    asked.push(program);
    return Promise.resolve(answers[program]);
  };
  return { run, asked };
}

it.each(['darwin', 'win32'] as const)('%s always has one, and nobody is asked', async (platform) => {
  const { run, asked } = answering({});
  expect(await hasTrayHost({ platform, env: {}, run })).toBe(true);
  expect(asked).toEqual([]);
});

it.each([
  ['gdbus says yes', { gdbus: '(true,)\n' }, true],
  ['gdbus says no', { gdbus: '(false,)\n', 'dbus-send': 'boolean true' }, false],
  ['dbus-send says yes', { 'dbus-send': 'method return …\n   boolean true\n' }, true],
  ['dbus-send says no', { 'dbus-send': '   boolean false\n' }, false],
  ['nobody can ask', {}, false],
])('on Linux, where %s', async (_, answers, expected) => {
  expect(await hasTrayHost({ platform: 'linux', env, run: answering(answers).run })).toBe(expected);
});

it('starts no bus where there is none', async () => {
  const { run, asked } = answering({ gdbus: '(true,)' });
  expect(await hasTrayHost({ platform: 'linux', env: {}, run })).toBe(false);
  expect(asked).toEqual([]);
});

it('takes a program that is missing or fails for no answer', async () => {
  expect(await runProgram('/nonexistent/program', [])).toBeUndefined();
  expect(await runProgram(process.execPath, ['-e', 'process.exit(1)'])).toBeUndefined();
  expect(await runProgram(process.execPath, ['-e', 'console.log("yes")'])).toBe('yes\n');
});

import { execFile } from 'node:child_process';

/** Runs a program and answers what it printed; `undefined` where it is missing, fails or takes too long. */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string | undefined>;

const watcher = 'org.kde.StatusNotifierWatcher';
const bus = 'org.freedesktop.DBus';
const question = `${bus}.NameHasOwner`;

/** Two programs that can ask the session bus; the one or the other is on every desktop that has a bus. */
const askers = [
  {
    program: 'gdbus',
    args: ['call', '--session', '--timeout', '2', '--dest', bus, '--object-path', '/', '--method', question, watcher],
    yes: '(true,)',
  },
  {
    program: 'dbus-send',
    args: ['--session', '--print-reply', '--reply-timeout=2000', `--dest=${bus}`, '/', question, `string:${watcher}`],
    yes: 'boolean true',
  },
] as const;

/**
 * Whether there is a place for a tray icon now. macOS and Windows always have one. On Linux a desktop that shows icons
 * owns this name on the session bus (freedesktop.org, StatusNotifierItem); Electron itself says nothing where none
 * does, and a program that hides itself there cannot be found again.
 */
export async function hasTrayHost(options: {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run: RunProgram;
}): Promise<boolean> {
  const { platform, env, run } = options;
  if (platform !== 'linux') return true;
  // Without an address these programs would start another bus.
  if (env.DBUS_SESSION_BUS_ADDRESS === undefined) return false;
  for (const { program, args, yes } of askers) {
    const printed = await run(program, args);
    if (printed !== undefined) return printed.includes(yes);
  }
  return false;
}

export const runProgram: RunProgram = (program, args) =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: 3_000 }, (error, printed) => resolve(error === null ? printed : undefined));
  });

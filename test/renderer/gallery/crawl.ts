import type { AppCommand } from '../../../shared/app.ts';
import type { Role } from '../../../shared/operator-rules.ts';
import type { FakeConsole } from '../../support/fake-console.ts';
import type { Crawled } from './crawled.ts';

const pressable = [
  'button',
  '[role=button]',
  '[role=switch]',
  '[role=menuitem]',
  '[role=menuitemradio]',
  '[role=option]',
  '[role=radio]',
  '[role=row]',
  '[role=tab]',
  'input[type=checkbox]',
  'input[type=radio]',
  'summary',
].join();
/** Presses that lead on from a first one: a page, its dialog, and the answer in it. */
const deepest = 4;
const commands: readonly (AppCommand | undefined)[] = [
  undefined,
  { name: 'palette' },
  { name: 'add-tenant' },
  { name: 'failure-log' },
  { name: 'diagnostics' },
  { name: 'settings' },
  { name: 'shortcuts' },
];

/**
 * Presses every control that somebody of this role can press, in every scene and from there on, and notes which calls are
 * refused. A control counts once a page or dialog; those of the first page once a scene.
 */
export async function crawl(
  scenes: readonly string[],
  role: Role,
  start: (scene: string, role: Role) => Promise<FakeConsole>,
): Promise<Crawled> {
  const seen = new Set<string>();
  const called = new Set<string>();
  const refused = new Set<string>();
  let pressed = 0;
  let saved = 0;
  HTMLAnchorElement.prototype.click = function () {
    saved += 1;
  };
  URL.createObjectURL = () => 'blob:';

  async function begin(scene: string, command: AppCommand | undefined): Promise<FakeConsole> {
    document.querySelectorAll('[data-overlay-container]').forEach((left) => left.remove());
    const fake = await start(scene, role);
    await settle();
    const [tenant] = fake.state().tenants;
    if (tenant !== undefined) fake.publish.app.command({ name: 'show-tenant', tenantId: tenant.id });
    if (command !== undefined) fake.publish.app.command(command);
    await settle();
    return fake;
  }

  /** Presses one after the other; answers what may be pressed then. */
  async function go(scene: string, command: AppCommand | undefined, path: readonly string[]): Promise<string[]> {
    const fake = await begin(scene, command);
    note(fake, 'as it opens');
    for (const [index, name] of path.entries()) {
      const control = controls(scene, index).get(name);
      // What led here the first time has timed out, or was taken away by the press before.
      if (control === undefined) return [];
      const before = fake.calls.length;
      saved = 0;
      control.focus();
      control.click();
      await settle();
      note(fake, name, before);
      if (saved > 0 && role !== 'administer') refused.add(`${name}: a file`);
    }
    fillIn();
    await settle();
    return [...controls(scene, path.length).keys()];
  }

  function note(fake: FakeConsole, what: string, from = 0): void {
    for (const call of fake.calls.slice(from)) called.add(call.channel);
    for (const call of fake.refusedCalls) {
      if (fake.calls.findIndex((each) => each.channel === call.channel) !== -1) refused.add(`${what}: ${call.channel}`);
    }
  }

  async function explore(scene: string, command: AppCommand | undefined, path: readonly string[]): Promise<void> {
    const next = await go(scene, command, path);
    if (path.length === deepest) return;
    for (const name of next) {
      if (seen.has(name)) continue;
      seen.add(name);
      pressed += 1;
      await explore(scene, command, [...path, name]);
    }
  }

  for (const scene of scenes) {
    if (scene === 'many') continue;
    for (const command of scene === 'stable' ? commands : [undefined]) await explore(scene, command, []);
  }
  return { pressed, called: [...called].sort(), refused: [...refused].sort() };
}

/** The controls in front, by a name that stays the same from one visit to the next. */
function controls(scene: string, depth: number): Map<string, HTMLElement> {
  const layers = document.querySelectorAll<HTMLElement>(
    '[role=dialog], [role=alertdialog], [role=menu], [role=listbox][data-rac]',
  );
  const front = [...layers].filter((layer) => layer.closest('main, nav, aside') === null).at(-1);
  const place = front ?? document.body;
  const title = front?.querySelector('h1, h2')?.textContent ?? document.querySelector('main h1')?.textContent ?? '';
  const found = new Map<string, HTMLElement>();
  for (const control of place.querySelectorAll<HTMLElement>(pressable)) {
    if (control.matches(':disabled, [aria-disabled=true]') || !control.checkVisibility()) continue;
    const where = depth === 0 && control.closest('main') !== null ? scene : plain(title);
    const name = `${where} › ${nameOf(control)}`;
    if (!found.has(name)) found.set(name, control);
  }
  return found;
}

function nameOf(control: HTMLElement): string {
  const role = control.getAttribute('role');
  // Of rows it is the first that counts.
  if (role === 'row' || (role === 'option' && control.closest('[role=dialog]') === null)) return role;
  const label = control.closest('label')?.textContent ?? control.textContent;
  return plain(control.getAttribute('aria-label') ?? label);
}

/** Clocks and counts change. */
function plain(text: string): string {
  return text.replaceAll(/\d+/g, '#').trim().slice(0, 80);
}

/** So that forms can be sent. */
function fillIn(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>('form input:not([type=checkbox], [type=radio])')) {
    if (field.value !== '' || field.type === 'search' || field.disabled) continue;
    // As React's own test tools do it: past the property that React has put on the field.
    Reflect.set(HTMLInputElement.prototype, 'value', field.type === 'password' ? '271828' : '+972501234567', field);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/** Waits until two frames have passed in which the page did not change; at most forty. */
async function settle(): Promise<void> {
  let quiet = 0;
  const watch = new MutationObserver(() => (quiet = 0));
  watch.observe(document.body, { subtree: true, childList: true, attributes: true });
  for (let frame = 0; frame < 40 && quiet < 2; frame += 1) {
    await new Promise((next) => requestAnimationFrame(next));
    quiet += 1;
  }
  watch.disconnect();
}

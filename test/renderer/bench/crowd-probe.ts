/** The window's side of test/bench/crowd.ts, evaluated in its page. Times are epoch ms, by the system's clock. */

const frameMs = 1000 / 60;
const delays: number[] = [];
let changes = 0;
let changing: ReturnType<typeof setInterval> | undefined;

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

/**
 * From now on notes how long it takes from the newest phase of each change, decided in the main process, until the
 * frame after the one that paints it, so up to a frame too much.
 */
export function watchChanges(): void {
  window.pairingConsole.console.changed(({ tenants }) => {
    if (tenants.length === 0) return;
    changes += tenants.length;
    const since = Math.max(...tenants.map(({ session }) => session.since));
    void nextFrame()
      .then(nextFrame)
      .then(() => delays.push(Date.now() - since));
  });
}

/** Starts `count` tenants, one every `ms`, by the calls that the window itself makes. */
export async function startTenants(count: number, ms: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const tenantId = `tenant-${index}`;
    void window.pairingConsole.session.start({ tenantId });
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

/**
 * Until `changeNoMore`, starts one of the first `count` tenants again and again, and stops it a while later: about five changes
 * each. The pauses between them are such that `perSecond` changes a second come about.
 */
export function keepChanging(count: number, perSecond: number): void {
  const later = 40;
  let index = 0;
  const [begun, before] = [performance.now(), changes];
  function act(): void {
    const { session } = window.pairingConsole;
    void session.start({ tenantId: `tenant-${index % count}` });
    if (index >= later) void session.disconnect({ tenantId: `tenant-${(index - later) % count}` });
    index += 1;
  }
  changing = setInterval(() => {
    if (changes - before < ((performance.now() - begun) / 1000) * perSecond) act();
  }, 1000 / perSecond);
}

export function changeNoMore(): void {
  clearInterval(changing);
}

/** Puts so many tenants, from `first` on, in a queue, shows the wall and waits for nine live codes on it. */
export async function showWall(first: number, count: number): Promise<void> {
  const tenantIds = Array.from({ length: count }, (_, index) => `tenant-${first + index}`);
  await window.pairingConsole.linking.begin({ tenantIds });
  await window.pairingConsole.linking.setWay({ way: 'wall', tiles: 9 });
  while (document.querySelectorAll('main li svg[shape-rendering="crispEdges"]').length < 9) await nextFrame();
}

/** Ends the queue, and with it the wall. */
export async function endWall(): Promise<void> {
  await window.pairingConsole.linking.end();
}

export function changesSeen() {
  return { delays, changes };
}

/** Frames that were drawn, and those that were due and were not. */
interface Frames {
  frames: number;
  dropped: number;
}

/** Looks at one frame after the other. */
async function createFrameCounter(): Promise<{ readonly seen: Frames; readonly next: () => Promise<number> }> {
  const seen: Frames = { frames: 0, dropped: 0 };
  let last = await nextFrame();
  return {
    seen,
    async next() {
      const now = await nextFrame();
      seen.frames += 1;
      seen.dropped += Math.max(0, Math.round((now - last) / frameMs) - 1);
      last = now;
      return now;
    },
  };
}

/** Counts frames for `ms` and touches nothing. */
export async function lookOn(ms: number): Promise<Frames> {
  const { seen, next } = await createFrameCounter();
  const end = (await next()) + ms;
  while ((await next()) < end);
  return seen;
}

/** Scrolls the list of tenants from end to end for `ms` and counts frames. */
export async function scrollList(ms: number): Promise<Frames> {
  const list = document.querySelector('nav [role="listbox"]');
  if (list === null) throw new Error('there is no list to scroll');
  const farthest = list.scrollHeight - list.clientHeight;
  if (farthest < 10_000) throw new Error('the list is too short to tell');
  const { seen, next } = await createFrameCounter();
  const begun = await next();
  for (let now = begun; now - begun < ms; now = await next()) {
    // A flick's speed, there and back.
    const way = ((now - begun) / ms) * 2;
    list.scrollTop = farthest * 0.25 * (way < 1 ? way : 2 - way);
  }
  return seen;
}

/**
 * Types letters into the list's search and takes them out again, `times` each, and counts frames as `scrollList` does. `late`:
 * for how many frames more than six the list stayed whole after a letter, at most.
 */
export async function filterList(times: number): Promise<Frames & { late: number }> {
  const field = document.querySelector<HTMLInputElement>('nav input');
  const list = document.querySelector('nav [role="listbox"]');
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  if (field === null || list === null) throw new Error('there is no search');
  const whole = list.scrollHeight;
  const { seen, next } = await createFrameCounter();
  let late = 0;
  for (let key = 0; key < times * 4; key += 1) {
    // "9", "99", "9", "": a key about every 100 ms is a fast typist.
    value?.set?.call(field, ['9', '99', '9', ''][key % 4]);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    for (let frame = 0; frame < 6; frame += 1) await next();
    if (key % 4 !== 0) continue;
    let more = 0;
    for (; list.scrollHeight >= whole; more += 1) {
      if (more === 120) throw new Error('the search left everything as it was');
      await next();
    }
    late = Math.max(late, more);
  }
  return { ...seen, late };
}

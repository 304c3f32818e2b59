/** The window's side of test/bench/window.ts, evaluated in its page. Times are epoch ms, by the system's clock. */

/** Resolves in the frame after the one that paints the page as it is now, so up to a frame too late. */
function painted(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        resolve(Date.now());
      });
    });
  });
}

function shownCode(): string | undefined {
  return document.querySelector('main svg[role="img"] path')?.getAttribute('d') ?? undefined;
}

/** When a code other than `not` is painted. */
export function codePainted(not?: string): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      const code = shownCode();
      if (code === undefined || code === not) return;
      observer.disconnect();
      void painted().then(resolve);
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['d'] });
    look();
  });
}

/** Whether a code was there before anybody waited for it. */
export function codeIsShown(): boolean {
  return shownCode() !== undefined;
}

/** From the next release of the mouse until the code that it brings is painted, in ms. */
export function clickToCode(): Promise<number> {
  return new Promise((resolve) => {
    const onRelease = ({ timeStamp }: PointerEvent) => {
      const releasedAt = performance.timeOrigin + timeStamp;
      const skew = Date.now() - performance.timeOrigin - performance.now();
      void codePainted(shownCode()).then((at) => {
        resolve(at - skew - releasedAt);
      });
    };
    window.addEventListener('pointerup', onRelease, { capture: true, once: true });
  });
}

const delays: number[] = [];
let unseen = 0;

/** From now on notes how long it takes until a new phase of a session, decided in the main process, is painted. */
export function watchPhases(): void {
  const title = () => document.querySelector('#standing-title')?.textContent;
  let newest = Date.now();
  let shown = title();
  window.pairingConsole.console.changed(({ tenants }) => {
    const since = Math.max(...tenants.map(({ session }) => session.since));
    if (since <= newest) return;
    newest = since;
    requestAnimationFrame(() => {
      if (title() === shown) {
        unseen += 1;
        return;
      }
      shown = title();
      void painted().then((at) => delays.push(at - since));
    });
  });
}

/** What was noted, in ms, and how many phases had gone before they could be drawn. */
export function phaseDelays() {
  return { delays, unseen };
}

/** What is needed of Electron's `WebFrameMain`. `origin` is the security origin, which a page cannot choose. */
interface FrameLike {
  readonly origin: string;
}
interface ContentsLike<F extends FrameLike> {
  readonly mainFrame: F;
}
/** What is needed of Electron's `IpcMainInvokeEvent`. `senderFrame` is null once the frame has gone. */
export interface SenderEvent<F extends FrameLike, C extends ContentsLike<F>> {
  readonly sender: C;
  readonly senderFrame: F | null;
}

/** Only the main frame of our own window, and only while it shows our own pages. */
export function createSenderCheck<F extends FrameLike, C extends ContentsLike<F>>(options: {
  readonly origin: string;
  /** The contents of the window that is open now, if one is. */
  readonly ownContents: () => C | undefined;
}): (event: SenderEvent<F, C>) => boolean {
  return ({ sender, senderFrame }) =>
    senderFrame !== null &&
    sender === options.ownContents() &&
    senderFrame === sender.mainFrame &&
    senderFrame.origin === options.origin;
}

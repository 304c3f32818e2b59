import type { Session } from 'electron';

/** Calls `onSaved` for every file that a page of this session has saved: whole, on the disk, where a person wanted it. */
export function tellOfSavedFiles(session: Pick<Session, 'on'>, onSaved: () => void): void {
  session.on('will-download', (_event, item) => {
    item.once('done', (_done, state) => {
      if (state === 'completed') onSaved();
    });
  });
}

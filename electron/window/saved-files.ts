import type { Session } from 'electron';

/**
 * Lets pages of this session save files where `maySave` says so. Calls `onSaved` for every file that was saved: whole, on the
 * disk, where a person wanted it.
 */
export function tellOfSavedFiles(
  session: Pick<Session, 'on'>,
  { maySave, onSaved }: { readonly maySave: () => boolean; readonly onSaved: () => void },
): void {
  session.on('will-download', (event, item) => {
    if (!maySave()) {
      event.preventDefault();
      return;
    }
    item.once('done', (_done, state) => {
      if (state === 'completed') onSaved();
    });
  });
}

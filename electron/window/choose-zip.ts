import { type BrowserWindow, dialog } from 'electron';

/** Asks with the system's own dialog where a zip is to go; `undefined`: nowhere. */
export async function chooseZip(window: BrowserWindow, suggestion: string): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: suggestion,
    filters: [{ name: 'ZIP', extensions: ['zip'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return canceled || filePath === '' ? undefined : filePath;
}

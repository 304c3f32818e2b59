import { vi } from 'vitest';

export interface SavedFile {
  readonly name: string;
  readonly type: string;
  readonly text: Promise<string>;
}

/** From here on notes the files that the page gives the system to save, until the end of the test. */
export function watchSavedFiles(): readonly SavedFile[] {
  const saved: SavedFile[] = [];
  let made = new Blob();
  vi.stubGlobal('URL', {
    createObjectURL: (blob: Blob) => {
      made = blob;
      return 'blob:here';
    },
    revokeObjectURL: () => undefined,
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, type: made.type, text: made.text() });
  });
  return saved;
}

import { app, BrowserWindow } from 'electron';

// An empty window that a test fills. Hardened as the program's own, but without its preload and its main process.
app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1200,
    height: 800,
    useContentSize: true,
    webPreferences: { sandbox: true },
  });
  return window.loadURL('about:blank');
});

// Playwright has every Electron use no keyring. Loaded after its own part, this takes that back.
const { app } = require('electron');

app.commandLine.appendSwitch('password-store', 'gnome-libsecret');

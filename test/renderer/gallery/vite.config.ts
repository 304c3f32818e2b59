import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npx vite --config test/renderer/gallery/vite.config.ts`: the window over a fake console, in any browser. */
export default defineConfig({ root: import.meta.dirname, plugins: [react()], server: { host: '127.0.0.1' } });

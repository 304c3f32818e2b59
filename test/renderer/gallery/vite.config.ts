import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npx vite --config test/renderer/gallery/vite.config.ts`: the window over a fake console, in any browser. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The same as the product's own build: an older one would turn light-dark() into something else.
  build: { target: 'chrome130' },
  server: { host: '127.0.0.1' },
  // The lazy parts are looked through too, or the first one opened makes the server start over.
  optimizeDeps: { entries: ['./main.tsx', '../../../renderer/**/*.tsx'] },
});

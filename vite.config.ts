import path from 'node:path';

import react from '@vitejs/plugin-react';
import { type EnvironmentOptions, defineConfig } from 'vite';

import { asciiScripts } from './scripts/vite/ascii-scripts.ts';
import { canvasColors } from './scripts/vite/canvas-colors.ts';
import { licences } from './scripts/vite/licences.ts';
import { scriptBudget } from './scripts/vite/script-budget.ts';

const inRepository = (...names: string[]) => path.join(import.meta.dirname, ...names);

/**
 * What packages can use and this program does not: Baileys pictures, link previews and audio of messages; the database's client
 * a native library; Fastify its own compilers of schemas and requests without a socket.
 */
const unused = [
  ...['pg-native', 'sharp', 'jimp', 'link-preview-js', 'audio-decode', 'music-metadata'],
  ...['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler', 'light-my-request'],
];

/**
 * What the program itself shares with the client library: pino with its packages, and the bundler's helpers. The bundler would
 * put them into the library's chunk, and every start would load the whole library before it could write a log.
 */
const sharedWithClient =
  /rolldown[\\/]runtime|^(?!.*baileys).*node_modules[\\/](@pinojs|atomic-sleep|on-exit-leak-free|pino|pino-std-serializers|process-warning|quick-format-unescaped|real-require|safe-stable-stringify|sonic-boom|thread-stream)[\\/]/;

/**
 * The processes that run on Node. All packages are bundled, so that the packed program is a few files that load fast;
 * what is imported lazily becomes a separate chunk. `electron` and Node's modules stay outside.
 */
const main: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external: ['electron'] },
  // `ws` looks for native helpers; a bundler would give it empty ones, after which frames over 48 bytes die
  define: {
    'process.env.WS_NO_BUFFER_UTIL': '"1"',
    'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
    CANVAS_COLORS: JSON.stringify(canvasColors(inRepository('renderer/styles/tokens.css'))),
  },
  build: {
    outDir: inRepository('dist/main'),
    target: 'node20',
    sourcemap: true,
    // left readable: minified it loads no faster, and what it logs would be harder to read
    minify: false,
    rolldownOptions: {
      input: { main: inRepository('electron/main.ts') },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        codeSplitting: { groups: [{ name: 'logging', test: sharedWithClient }] },
      },
    },
  },
};

/** The console without a window: as the main process, for plain Node. */
const service: EnvironmentOptions = {
  ...main,
  build: {
    ...main.build,
    outDir: inRepository('dist/service'),
    rolldownOptions: { ...main.build?.rolldownOptions, input: { service: inRepository('electron/service.ts') } },
  },
};

/** A sandboxed preload is one CommonJS file that may require nothing but `electron`. */
const preloadOf = (name: string, folder: string): EnvironmentOptions => ({
  consumer: 'server',
  resolve: { noExternal: true, external: ['electron'] },
  build: {
    outDir: inRepository('dist', folder),
    target: 'chrome130',
    rolldownOptions: {
      input: { preload: inRepository('electron', name) },
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
});

/** One configuration, five programs: `vite build --app` builds the pages, the main process, the service and the preloads. */
export default defineConfig({
  root: inRepository('renderer'),
  // relative, because the window loads it through the program's own app:// protocol
  base: './',
  // of what comes at once, React is 190 kB and the texts' formatter 50 kB; menus, lists with choices and a tenant's page come beside it
  plugins: [
    react(),
    licences(),
    asciiScripts(['main', 'service']),
    scriptBudget({ index: { first: 290_000, atOnce: 450_000 } }),
  ],
  resolve: { alias: Object.fromEntries(unused.map((name) => [name, inRepository('scripts/vite/unused-package.ts')])) },
  environments: {
    client: {
      build: {
        outDir: inRepository('dist/renderer'),
        target: 'chrome130',
        rolldownOptions: {
          input: {
            index: inRepository('renderer/index.html'),
            ceremony: inRepository('renderer/ceremony.html'),
            display: inRepository('renderer/display.html'),
            start: inRepository('renderer/start.html'),
          },
        },
      },
    },
    main,
    service,
    ceremonyPreload: preloadOf('ceremony-preload.ts', 'ceremony-preload'),
    displayPreload: preloadOf('display-preload.ts', 'display-preload'),
    startPreload: preloadOf('start-preload.ts', 'start-preload'),
    preload: preloadOf('preload.ts', 'preload'),
  },
  build: { emptyOutDir: true },
});

// The arrows of docs/architecture.md: renderer → shared ← electron;
// in electron: roots → wings → adapters → pairing → pairing/machine → shared.

const rooms = '^electron/([^/]+)/';
/** They wire adapters together: the console without a window, a console with one, and practice. */
const wings = '^electron/(console|desk|practice)/';
/** Each feature of the window with the features that it may use: no circles, and `tenants` puts the pages together. */
const features = [
  ['audit'],
  ['bridge'],
  ['data'],
  ['diagnostics'],
  ['failures'],
  ['import', 'phone-number'],
  ['linking', 'tenants', 'pairing', 'passkey', 'phone-says'],
  ['log', 'failures', 'pairing', 'phone-says'],
  ['network'],
  ['notices'],
  ['operators'],
  ['pairing', 'failures', 'phone-number'],
  ['palette', 'pairing'],
  ['passkey'],
  ['phone-number'],
  ['phone-says', 'failures', 'pairing'],
  ['practice'],
  ['selection'],
  ['settings', 'bridge', 'data', 'network', 'operators'],
  ['shift', 'slip'],
  ['slip'],
  ['tenants', 'failures', 'pairing', 'passkey', 'phone-number', 'phone-says', 'operators', 'practice', 'slip'],
];
/** At run time; a type costs nothing there and may come from anywhere its arrow allows. */
const atRunTime = { dependencyTypesNot: ['type-only'] };

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other, types included, are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'Every import exists and every package is in package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shared-stands-alone',
      comment:
        'Both sides import shared/; it imports neither, and no package but zod and, in one file, the numbering plans.',
      severity: 'error',
      from: { path: '^shared/', pathNot: '^shared/phone-number\\.ts$' },
      to: { pathNot: ['^shared/', '/node_modules/zod/', '^node_modules/zod/'] },
    },
    {
      name: 'one-reading-of-numbers',
      comment: 'Numbers are read in shared/phone-number.ts, which imports the numbering plans and nothing else.',
      severity: 'error',
      from: { path: '^shared/phone-number\\.ts$' },
      to: { pathNot: ['^shared/', '^node_modules/libphonenumber-js/'] },
    },
    {
      name: 'renderer-sees-only-shared',
      comment: 'The window knows the contract and nothing of the main process.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron|scripts|test)/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-are-above-ui-and-state',
      comment: 'Features use the components, the texts and the state; none of those knows a feature.',
      severity: 'error',
      from: { path: '^renderer/(ui|state|i18n|styles|ceremony|start)/' },
      to: { path: '^renderer/(features/|app|workspace|main)' },
    },
    ...features.map(([feature, ...mayUse]) => ({
      name: `feature-${feature}`,
      comment: 'A feature uses itself, the features named beside it above, and what lies below features.',
      severity: 'error',
      from: { path: `^renderer/features/${feature}/` },
      to: { path: '^renderer/features/', pathNot: `^renderer/features/(${[feature, ...mayUse].join('|')})/` },
    })),
    {
      name: 'features-are-listed',
      comment: 'A new feature is added to the list above, with the features that it may use.',
      severity: 'error',
      from: {
        path: '^renderer/features/',
        pathNot: `^renderer/features/(${features.map(([name]) => name).join('|')})/`,
      },
      to: {},
    },
    {
      name: 'electron-sees-no-renderer',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^(renderer|scripts|test)/' },
    },
    {
      name: 'pairing-is-pure',
      comment: 'The heart imports shared/ and itself: no Electron, no Baileys, no file system, no package.',
      severity: 'error',
      from: { path: '^electron/pairing/' },
      to: { pathNot: ['^electron/pairing/', '^shared/'] },
    },
    {
      name: 'machine-is-pure',
      comment: 'The machine decides and does nothing: it imports itself, shared/ and the types of the ports.',
      severity: 'error',
      from: { path: '^electron/pairing/machine/' },
      to: { pathNot: ['^electron/pairing/machine/', '^shared/'], ...atRunTime },
    },
    {
      name: 'cluster-is-pure',
      comment: 'Who holds a link is decided on ports alone: no database, no socket, no session.',
      severity: 'error',
      from: { path: '^electron/cluster/' },
      to: { pathNot: ['^electron/cluster/', '^shared/'] },
    },
    {
      name: 'holding-is-pure',
      comment: 'The machine of the cluster decides and does nothing: of the ports it knows the types.',
      severity: 'error',
      from: { path: '^electron/cluster/holding/' },
      to: { pathNot: ['^electron/cluster/(holding/|shares|rhythm)', '^shared/'], ...atRunTime },
    },
    {
      name: 'roots-are-on-top',
      comment: 'Only roots wire adapters together; no room imports a root.',
      severity: 'error',
      from: { path: rooms },
      to: { path: '^electron/[^/]+$' },
    },
    {
      name: 'wings-are-above-adapters',
      comment: 'console/, desk/ and practice/ wire adapters; an adapter imports none of them.',
      severity: 'error',
      from: { path: rooms, pathNot: wings },
      to: { path: wings, ...atRunTime },
    },
    {
      name: 'the-console-has-no-window',
      comment: 'console/ serves the desktop, the service and practice alike.',
      severity: 'error',
      from: { path: '^electron/console/' },
      to: { path: '^electron/(desk|practice|window|ipc|bridge|settings)/' },
    },
    {
      name: 'adapters-are-strangers',
      comment:
        'An adapter runs on pairing, shared, clock, crypto, files, network and itself; a type may name what another provides.',
      severity: 'error',
      from: { path: rooms, pathNot: '^electron/(pairing|tenants|postgres|console|desk|practice)/' },
      to: { path: rooms, pathNot: '^electron/($1|pairing|clock|crypto|files|network)/', ...atRunTime },
    },
    {
      name: 'tenants-knows-auth',
      comment:
        'tenants/ keeps its folders in quarantine as auth/ does, by the same means, and packs what waits for the backend with a tenant that moves.',
      severity: 'error',
      from: { path: '^electron/tenants/' },
      to: { path: rooms, pathNot: '^electron/(tenants|auth|outbox|files|pairing)/', ...atRunTime },
    },
    {
      name: 'postgres-knows-what-it-keeps',
      comment:
        'The same things in another place: the forms, the bounds and what is decided about them are those of the files.',
      severity: 'error',
      from: { path: '^electron/postgres/' },
      to: {
        path: rooms,
        pathNot: '^electron/(postgres|pairing|auth|tenants|journal|outbox|audit|clock|crypto|files)/',
        ...atRunTime,
      },
    },
    {
      name: 'pg-has-one-room',
      comment: 'The database is behind the ports of the stores; a program without one does not load its client.',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/', pathNot: '^electron/postgres/' },
      to: { path: 'node_modules/pg/' },
    },
    {
      name: 'baileys-has-two-rooms',
      comment: 'Everything else speaks to WhatsApp through the ports.',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/', pathNot: '^electron/(whatsapp|loopback)/' },
      to: { path: 'node_modules/@whiskeysockets/baileys', ...atRunTime },
    },
    {
      name: 'electron-has-few-rooms',
      comment: 'Everything else runs, and is tested, under plain Node.',
      severity: 'error',
      from: {
        path: '^electron/',
        pathNot: '^electron/(main[.]ts$|((ceremony|display|start)-)?preload[.]ts$|window/|ipc/|settings/)',
      },
      to: { path: '(^|/)node_modules/electron/', ...atRunTime },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};

/** The encoder of `qrcode` without its renderers, which would bring pngjs into the bundle. */
declare module 'qrcode/lib/core/qrcode.js' {
  export { create } from 'qrcode';
}

/** The system's keyring. `decrypt` rejects if it cannot decrypt. */
export interface Keyring {
  isThere(): Promise<boolean>;
  encrypt(text: string): Promise<Buffer>;
  decrypt(bytes: Buffer): Promise<string>;
}

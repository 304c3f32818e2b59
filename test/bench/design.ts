/** What the benchmark does with either design: many tenants in one process. */
export interface Design {
  /** What is done for a tenant long before anybody wants to link it. */
  prepare(tenants: readonly string[]): Promise<void>;
  /** Begins to link each of them, as fast as this design does it. Everything else is said through the listener. */
  start(tenants: readonly string[]): void;
  close(): Promise<void>;
}

export interface DesignOptions {
  /** An empty folder for everything that is kept. */
  readonly folder: string;
  /** The WhatsApp endpoint. */
  readonly url: string;
  /** A code that can be shown, as far as this design prepares it in its main process. */
  readonly onQr: (tenant: string, text: string) => void;
  readonly onConnected: (tenant: string) => void;
}

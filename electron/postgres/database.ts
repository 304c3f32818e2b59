import { randomUUID } from 'node:crypto';

import { Client, type ClientBase, type ClientConfig, Pool, type PoolClient, TypeOverrides, types } from 'pg';

import type { DatabaseAddress } from './database-address.ts';
import type { DatabaseServers } from './database-servers.ts';
import { refusalOf } from './refusal.ts';

/** One row, by the names of its columns: `bytea` as a Buffer, `bigint` as a BigInt. */
export type Row = Readonly<Record<string, unknown>>;

export interface Statements {
  /**
   * Runs one statement. Its rows are what the statement says that they are: nothing checks them. Throws a `DatabaseRefusal`
   * where the database could not be asked or refused; whether it did the statement is then not known.
   */
  readonly run: <R extends object = Row>(text: string, values?: readonly unknown[]) => Promise<R[]>;
}

/** PostgreSQL, through a few connections. */
export interface Database extends Statements {
  /** Where it is, without user and password. */
  readonly place: string;
  /** All or nothing. `work` runs one statement after the other. */
  readonly transaction: <T>(work: (statements: Statements) => Promise<T>) => Promise<T>;
  /** How many statements were sent since the start, those that begin and end transactions included. */
  sent(): number;
  /** Waits for what is under way and lets go of every connection. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly address: DatabaseAddress;
  /** An idle connection broke. The next one is opened when it is needed. */
  readonly onIdleError?: (error: Error) => void;
  /** Connections at most. */
  readonly connections?: number;
  /** How long a statement may take at the server, in ms. */
  readonly statementMs?: number;
}

const applicationName = 'pairing-console';
/** The server gives up first, so that this program knows what became of the statement. In ms. */
const marginMs = 5_000;

/** How long a connection may take to open, in ms. With several servers the next one is tried then. */
const connectMs = { one: 5_000, eachOfSeveral: 2_000 };

/** Opens nothing yet: the first statement does. */
export function openDatabase(options: DatabaseOptions): Database {
  const { address, onIdleError = () => undefined, connections = 10, statementMs = 15_000 } = options;
  const { servers } = address;
  /** To which of several servers each connection is. */
  const urls = new WeakMap<ClientBase, string>();
  const pool = new Pool({
    connectionString: address.url,
    ...(servers && { Client: clientOf(servers, urls) }),
    // Another program on this database can tell itself from this one.
    application_name: `${applicationName} ${randomUUID()}`,
    max: connections,
    connectionTimeoutMillis: servers === undefined ? connectMs.one : connectMs.eachOfSeveral,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    statement_timeout: statementMs,
    query_timeout: statementMs + marginMs,
    idle_in_transaction_session_timeout: statementMs,
    // A commit that was acknowledged is on disk, whatever the server's own setting says.
    options: '-c synchronous_commit=on',
    types: typesOf(),
  });
  pool.on('error', (error) => onIdleError(refusalOf(error)));
  // While a connection is in use, the statement under way rejects by itself; without a listener the same error would end the
  // process. From the start: the server's farewell may come in one packet with its welcome.
  pool.on('connect', (client) => client.on('error', () => undefined));
  let sent = 0;

  async function ask<R>(client: PoolClient, text: string, values: readonly unknown[] = []): Promise<R[]> {
    sent += 1;
    try {
      const result = await client.query(text, [...values]);
      // Several statements in one text have several results.
      return Array.isArray(result) ? [] : (result.rows as R[]);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** On which timeline each connection was found. */
  const timelines = new WeakMap<PoolClient, number>();

  /** With several servers: to the primary, each of them asked once. */
  async function connected(): Promise<PoolClient> {
    for (let tried = 1; ; tried += 1) {
      try {
        let client = await connection();
        while (servers !== undefined && !(await isToPrimary(servers, client))) client = await connection();
        return client;
      } catch (error) {
        if (tried >= (servers?.count ?? 1)) throw refusalOf(error);
      }
    }
  }

  async function connection(): Promise<PoolClient> {
    const url = servers?.current() ?? address.url;
    // Who waits until others are done with a connection learns nothing of the server.
    const waits = pool.totalCount >= connections && pool.idleCount <= pool.waitingCount;
    try {
      return await pool.connect();
    } catch (error) {
      if (!waits) servers?.leave(url);
      throw error;
    }
  }

  /**
   * After a failover every connection has to show that it is to the new primary. `false`: it was to a server that was left
   * before, and is closed. Throws where it is to the one whose turn it is.
   */
  async function isToPrimary(among: DatabaseServers, client: PoolClient): Promise<boolean> {
    if (timelines.get(client) === among.timeline()) return true;
    try {
      timelines.set(client, await among.check(client));
      return true;
    } catch (error) {
      client.release(true);
      const url = urls.get(client) ?? '';
      if (url !== among.current()) return false;
      among.leave(url);
      throw error;
    }
  }

  async function withConnection<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await connected();
    let isSound = false;
    try {
      const done = await work(client);
      isSound = true;
      return done;
    } finally {
      // What a connection was left in after an error is not worth finding out.
      client.release(!isSound);
    }
  }

  return {
    place: address.place,
    run: (text, values) => withConnection((client) => ask(client, text, values)),
    transaction: (work) =>
      withConnection(async (client) => {
        await ask(client, 'BEGIN');
        // An error closes the connection, and with it the transaction.
        const done = await work({ run: (text, values) => ask(client, text, values) });
        await ask(client, 'COMMIT');
        return done;
      }),
    sent: () => sent,
    close: () => pool.end(),
  };
}

/** A client that connects to the server whose turn it is; the library knows one server for all of a pool. */
function clientOf(servers: DatabaseServers, urls: WeakMap<ClientBase, string>): new (config?: ClientConfig) => Client {
  return class extends Client {
    constructor(config?: ClientConfig) {
      const url = servers.current();
      super({ ...config, connectionString: url });
      urls.set(this, url);
    }
  };
}

/** The client library would answer a `bigint` as a string. */
function typesOf(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.INT8, BigInt);
  return overrides;
}

/** Whether another program of this kind is connected to the database. */
export async function isUsedElsewhere({ run }: Statements): Promise<boolean> {
  const others = await run(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE $1
       AND application_name <> current_setting('application_name') LIMIT 1`,
    [`${applicationName} %`],
  );
  return others.length > 0;
}

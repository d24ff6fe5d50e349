declare module 'dynalite' {
  import type { Server } from 'node:http';
  export interface DynaliteOptions {
    /** Folder of the database; in memory when absent. */
    readonly path?: string;
    readonly createTableMs?: number;
    readonly updateTableMs?: number;
    readonly deleteTableMs?: number;
  }
  export default function dynalite(options?: DynaliteOptions): Server;
}

/** The part of dynalite's store that writes items. */
declare module 'dynalite/db' {
  export type Item = Readonly<Record<string, unknown>>;
  export interface Index {
    readonly IndexName: string;
  }
  export interface Table {
    readonly TableName: string;
    readonly LocalSecondaryIndexes?: readonly Index[];
    readonly GlobalSecondaryIndexes?: readonly Index[];
  }
  export type Write =
    | { readonly type: 'put'; readonly key: string; readonly value: Item }
    | { readonly type: 'del'; readonly key: string };
  export interface Store {
    readonly db: { batch(writes: readonly Write[], done: (error?: Error | null) => void): void };
  }
  interface Database {
    createKey(item: Item, table: Table): string;
    getIndexActions(
      indexes: readonly Index[],
      existing: Item | null | undefined,
      item: Item | null | undefined,
      table: Table,
    ): {
      readonly puts: readonly { readonly index: string; readonly key: string; readonly item: Item }[];
      readonly deletes: readonly { readonly index: string; readonly key: string }[];
    };
    updateIndexes(
      store: Store,
      table: Table,
      existing: Item | null | undefined,
      item: Item | null | undefined,
      done: (error?: Error | null) => void,
    ): void;
  }
  const database: Database;
  export default database;
}

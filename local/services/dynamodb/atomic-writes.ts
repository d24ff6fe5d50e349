/**
 * Makes dynalite write an item and its index rows in one batch of the database. It writes them one after another, so
 * a run that is killed in between leaves index rows without an item, or an item that no index knows: for a job, one
 * that nobody would ever find due. On AWS indexes always catch up with their table.
 */
import database, { type Index, type Write } from 'dynalite/db';

export function writeAtomically(): void {
  database.updateIndexes = (store, table, existing, item, done) => {
    const present = item ?? existing;
    if (!present) {
      done();
      return;
    }
    const base = `item-${table.TableName}~${database.createKey(present, table)}`;
    const writes: Write[] = item ? [{ type: 'put', key: base, value: item }] : [{ type: 'del', key: base }];
    const add = (kind: 'local' | 'global', indexes: readonly Index[] = []) => {
      const { puts, deletes } = database.getIndexActions(indexes, existing, item, table);
      const keyOf = (index: string, key: string) => `index-${kind}~${table.TableName}~${index}~${key}`;
      for (const { index, key } of deletes) writes.push({ type: 'del', key: keyOf(index, key) });
      for (const row of puts) writes.push({ type: 'put', key: keyOf(row.index, row.key), value: row.item });
    };
    add('local', table.LocalSecondaryIndexes);
    add('global', table.GlobalSecondaryIndexes);
    // Dynalite then writes the item itself once more, which changes nothing.
    store.db.batch(writes, done);
  };
}

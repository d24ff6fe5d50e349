import type { Account, Key } from './account';

/** Tag of a key that takes the place of another. */
export const replacing = (keyId: string) => ({ replaces: keyId });

export const successorOf = (account: Account, keyId: string): Key | undefined =>
  account.keys.find(key => key.tags['replaces'] === keyId);

export const replacesInStage = (key: Key | undefined, stage: string): boolean => key?.tags['stage'] === stage;

/** The keys that led to a key by rotation, the youngest first. */
export function replacedBy(account: Account, key: Key): readonly Key[] {
  const before = account.keys.find(({ id }) => id === key.tags['replaces']);
  return before ? [before, ...replacedBy(account, before)] : [];
}

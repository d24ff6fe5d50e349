import type { Account, Key } from './account';

/** Tag of a key that takes the place of another. */
export const replacing = (keyId: string) => ({ replaces: keyId });

export const successorOf = (account: Account, keyId: string): Key | undefined =>
  account.keys.find(key => key.tags['replaces'] === keyId);

export const replacesInStage = (key: Key | undefined, stage: string): boolean => key?.tags['stage'] === stage;

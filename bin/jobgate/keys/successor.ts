import type { Account, Key } from './account';

/** Tags of a key that takes the place of another: the id of the key that it replaces, and for which stage. */
export const replacing = (keyId: string, stage: string): Record<string, string> => ({
  replaces: keyId,
  stage,
});

export const successorOf = (account: Account, keyId: string): Key | undefined =>
  account.keys.find(key => key.tags['replaces'] === keyId);

export const replacesInStage = (key: Key | undefined, stage: string): boolean => key?.tags['stage'] === stage;

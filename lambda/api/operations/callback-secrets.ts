import type { CallbackSecrets } from '../../../contract/schemas';
import {
  type CallbackSecret,
  currentSecrets,
  replaceSecret,
  type SecretPorts,
} from '../../core/notify/callback-secrets';
import type { Operation } from '../router';

export function listCallbackSecretsOperation(ports: SecretPorts): Operation {
  return async ({ tenant }) => ({ status: 200, headers, body: present(await currentSecrets(ports, tenant)) });
}

export function replaceCallbackSecretOperation(ports: SecretPorts): Operation {
  return async ({ tenant }) => ({ status: 201, headers, body: present(await replaceSecret(ports, tenant)) });
}

const headers = { 'Cache-Control': 'no-store' };

function present(secrets: readonly CallbackSecret[]): CallbackSecrets {
  const iso = (time: number) => new Date(time).toISOString();
  return {
    secrets: secrets.map(({ secret, createdAt, expiresAt }) => ({
      secret,
      createdAt: iso(createdAt),
      ...(expiresAt !== undefined && { expiresAt: iso(expiresAt) }),
    })),
  };
}

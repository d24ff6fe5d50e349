/** The callers that a local run knows: in place of AWS's own identity service. */
export interface LocalCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials, sent as X-Amz-Security-Token. */
  readonly sessionToken?: string;
  /** Epoch milliseconds at which temporary credentials end. */
  readonly expiresAt?: number;
  /** `arn:aws:iam::000000000000:user/local` or an assumed role's. */
  readonly principalArn: string;
  /** `AIDA…`, or `AROA…:session` of an assumed role. */
  readonly principalId: string;
  /** The caller's identity policies. @default - everything is allowed */
  readonly identityPolicies?: readonly unknown[];
}

export interface CredentialStore {
  find(accessKeyId: string): LocalCredential | undefined;
}

/** The account in `arn:aws:iam::000000000000:user/local`. */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** What a stack of a stage is for, beside those that all stages of an account and region share. */
type StackPurpose =
  | 'State'
  | 'Api'
  | 'Certificate'
  | 'PrivateNetwork'
  | 'PrivateApi'
  | `Provider-${string}`
  | `Consumer-${string}`;

/** Name of a stage's stack: the app makes it, the command line looks for it. */
export function stackName(stage: string, purpose: StackPurpose): string {
  return `Jobgate-${stage}-${purpose}`;
}

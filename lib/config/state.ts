import { fields, flag, oneOf, type Rule, refuse } from './check';

export interface StateConfig {
  /**
   * What becomes of table and bucket when their stack is deleted.
   * @default 'retain'
   */
  readonly removal?: 'retain' | 'destroy';
  /**
   * Whether DynamoDB refuses to delete the table.
   * @default - true where removal is 'retain'
   */
  readonly deletionProtection?: boolean;
  /**
   * Whether a KMS key of this stage's own encrypts table, bucket, queues, topics and the logs of its APIs and functions.
   * It costs a dollar a month and its use a little; without it they are encrypted with keys of AWS. The log groups of
   * private networks, and of providers and consumers in whatever account, keep keys of AWS.
   * @default false
   */
  readonly customerKey?: boolean;
}

const protectedOrDestroyed: Rule<StateConfig> = ({ removal, deletionProtection }, path, report) => {
  if (removal !== 'destroy' || !deletionProtection) return;
  refuse(
    report,
    `${path}.deletionProtection`,
    "contradicts removal 'destroy'",
    true,
    "false, or removal 'retain'",
    'decide whether the table may be deleted',
  );
};

export const stateCheck = fields<StateConfig>(
  { removal: oneOf(['retain', 'destroy']), deletionProtection: flag, customerKey: flag },
  protectedOrDestroyed,
);

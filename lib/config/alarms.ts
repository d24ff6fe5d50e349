import { emailsCheck as emails } from './addresses';
import { fields, required } from './check';

export interface AlarmsConfig {
  /** Who is told of errors, waiting jobs and dead letters. Each address has to confirm. */
  readonly emails: readonly string[];
}

export const alarmsCheck = fields<AlarmsConfig>({ emails: required(emails) });

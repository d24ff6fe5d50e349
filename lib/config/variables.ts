import { entries, refuse, text } from './check';

/** Limits of stage variables (API Gateway quotas, "Quotas for configuring and running a REST API"). */
const most = 100;

export const variablesCheck = entries<string>(
  text(/^[A-Za-z0-9_]{1,64}$/, 'letters, digits and underscores, 64 at most', 'rename the variable'),
  text(
    /^[A-Za-z0-9\-._~:/?#&=,]{1,512}$/,
    'letters, digits and - . _ ~ : / ? # & = , and 1 to 512 of them',
    'shorten the value or encode the other characters',
  ),
  (variables, path, report) => {
    const count = Object.keys(variables).length;
    if (count > most) refuse(report, path, 'are too many', count, `${most} at most`, 'remove some');
  },
);

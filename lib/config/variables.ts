import { entries, text } from './check';

export const variablesCheck = entries(
  text(/^[A-Za-z0-9_]+$/, 'letters, digits and underscores', 'rename the variable'),
  text(
    /^[A-Za-z0-9\-._~:/?#&=,]+$/,
    'letters, digits and - . _ ~ : / ? # & = ,',
    'encode the other characters',
  ),
);

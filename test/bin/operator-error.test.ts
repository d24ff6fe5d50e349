import { explain } from '../../bin/jobgate/operator-error';

const check = 'check the network, the region and AWS_ENDPOINT_URL.';

it('says what to do after the last of many refusals', () => {
  const error = Object.assign(new Error('Too Many Requests'), { name: 'TooManyRequestsException' });
  expect(explain(error)).toMatch(/run the same again in a minute\. \(TooManyRequestsException\)$/);
});

it('says what to check where no service answered', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
  expect(explain(refused)).toBe(`AWS cannot be reached (connect ECONNREFUSED 127.0.0.1:1): ${check}`);
  const page = new Error('XML parse error: <html>\n  Deserialization error: inspect the hidden field');
  expect(explain(page)).toBe(`What answered is no AWS service (XML parse error: <html>): ${check}`);
});

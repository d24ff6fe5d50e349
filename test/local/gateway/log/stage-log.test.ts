import { answered, execution, level, logs, where } from './logged';

test('OFF writes nothing, and a method may have a level of its own', () => {
  expect(execution(answered, level('OFF'))).toEqual([]);
  const own = {
    methodSettings: [
      { resourcePath: '/*', httpMethod: '*', loggingLevel: 'OFF' as const },
      {
        resourcePath: '/~1jobs~1{jobId}',
        httpMethod: 'GET',
        loggingLevel: 'INFO' as const,
        dataTraceEnabled: true,
      },
    ],
  };
  expect(execution(answered, own).length).toBeGreaterThan(5);
  expect(logs(answered, own).log.wantsData(where.method, 'GET')).toBe(true);
  expect(logs(answered, own).log.active(where.method, 'GET')).toBe(true);
  expect(logs(answered, own).log.active(undefined, 'GET')).toBe(false);
  expect(
    logs(answered, { accessLog: { destinationArn: '', format: 'x' } }).log.active(undefined, 'GET'),
  ).toBe(true);
});

import { fields, number, oneOf, type Rule, refuse, required, text } from '../check';

/** How a load balancer finds out whether a target answers. */
export interface HealthCheckConfig {
  /** A TCP connection is enough, or an HTTP answer from 200 to 399 is wanted. */
  readonly protocol: 'tcp' | 'http' | 'https';
  /**
   * Path to ask for; TCP has none.
   * @default '/' with http and https
   */
  readonly path?: string;
  /**
   * Port to ask.
   * @default - the port of the traffic
   */
  readonly port?: number;
}

const pathOfHttp: Rule<HealthCheckConfig> = (check, path, report) => {
  if (check.protocol !== 'tcp' || check.path === undefined) return;
  const remedy = "set the protocol to 'http' or leave the path out";
  refuse(report, `${path}.path`, 'has no meaning for TCP', check.path, 'no path beside tcp', remedy);
};

export const healthCheck = fields<HealthCheckConfig>(
  {
    protocol: required(oneOf(['tcp', 'http', 'https'])),
    path: text(
      /^\/[^\s#]{0,1023}$/,
      'a path that begins with a slash',
      'write the path the back end answers on',
    ),
    port: number({ minimum: 1, maximum: 65_535, unit: 'the port' }),
  },
  pathOfHttp,
);

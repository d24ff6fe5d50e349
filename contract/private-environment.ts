/** Environment variables of the functions of private APIs; lib sets them, lambda reads them. */
export const targetsEnvironment = {
  targetGroupArn: 'TARGET_GROUP_ARN',
  port: 'TARGET_PORT',
  /** `all` for targets outside the VPC; not set for targets in it. */
  zone: 'TARGET_ZONE',
  /** The endpoint whose addresses are the targets; or: */
  endpointId: 'VPC_ENDPOINT_ID',
  /** the name that resolves to them. */
  hostName: 'HOST_NAME',
} as const;

export const probeEnvironment = {
  /** Base URL with the stage, without a trailing slash. */
  url: 'PROBE_URL',
  /** Value of x-apigw-api-id, where the host is the endpoint's own; not set otherwise. */
  apiId: 'PROBE_API_ID',
  /** JSON: the paths to call. */
  paths: 'PROBE_PATHS',
} as const;

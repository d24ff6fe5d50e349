/** Where functions in the VPC find a private back end, and under which address they ask for it. */
export interface BackendAddress {
  /** Scheme, Host header, name of the certificate and base path. */
  readonly url: string;
  /** Origin to connect to, when it is not the host of the URL: the load balancer. */
  readonly connectTo?: string;
}

/** Value of the variable `privateBackends`: back ends by name. */
export type BackendAddresses = Readonly<Record<string, BackendAddress>>;

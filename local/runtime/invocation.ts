/** What the gateway, the pollers and the schedules ask of the Lambda runtime, and what it answers. */
export interface LambdaInvoker {
  /**
   * Invokes a function and waits for its answer, as `Invoke` with type RequestResponse.
   * @param functionArn the function's ARN, with or without a version or alias
   * @param payload the event as JSON text
   */
  invoke(functionArn: string, payload: string, options?: InvokeOptions): Promise<Invocation>;
}

export interface InvokeOptions {
  /** Value of X-Amzn-Trace-Id. */
  readonly traceHeader?: string;
  /** Told when the call has to wait for an environment, and when it has one. */
  readonly onWaiting?: (waits: boolean) => void;
}

export type Invocation =
  /** The handler answered; `payload` is its answer as JSON text (`null` when it answered nothing). */
  | { readonly kind: 'answered'; readonly requestId: string; readonly payload: string }
  /** The handler threw, ran out of time or memory, or its module did not load; `payload` is Lambda's error JSON. */
  | {
      readonly kind: 'failed';
      readonly requestId: string;
      readonly reason: 'thrown' | 'timeout' | 'exit' | 'response-too-large';
      readonly payload: string;
    }
  /** Every environment that the function may have is busy. */
  | { readonly kind: 'throttled' }
  | { readonly kind: 'unknown-function' }
  /** The event is larger than 6 MB. */
  | { readonly kind: 'request-too-large' };

import { Duration } from 'aws-cdk-lib';
import {
  AuthorizationType,
  type Authorizer,
  CognitoUserPoolsAuthorizer,
  type Method,
  type MethodOptions,
  RequestAuthorizer,
  TokenAuthorizer,
} from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { AcceptedTokens } from '../../contract/accepted-tokens';
import { type Authorization, environment } from '../../contract/environment';
import type { Route } from '../../contract/routes';
import type { Stage } from '../config';
import { modeOf } from '../config/authorization';
import { type CognitoAuthorization, cognitoAuthorizationDefaults } from '../config/authorization/cognito';
import { completeJwt } from '../config/authorization/jwt';
import { type LambdaAuthorization, lambdaAuthorizationDefaults } from '../config/authorization/lambda';
import { routeName } from '../config/routes';
import { acknowledge } from './acknowledge';
import { ApiUserPool } from './user-pool';

export interface ApiAuthorizationProps {
  readonly stage: Pick<Stage, 'name' | 'authorization' | 'state'>;
  /** Makes the function that decides about JSON Web Tokens; called only where the stage uses them. */
  readonly tokenAuthorizer: () => LambdaFunction;
}

/** Who may call which route, and what the handler reads of the caller. */
export class ApiAuthorization extends Construct {
  private readonly stage: ApiAuthorizationProps['stage'];
  private readonly authorizer?: Authorizer;

  constructor(scope: Construct, id: string, props: ApiAuthorizationProps) {
    super(scope, id);
    this.stage = props.stage;
    const { authorization } = props.stage;
    if (authorization.mode === 'lambda') {
      this.authorizer = this.lambdaAuthorizer(authorization, props.tokenAuthorizer);
    }
    if (authorization.mode === 'cognito') this.authorizer = this.cognitoAuthorizer(authorization);
  }

  methodOptions(route: Route): MethodOptions {
    const { authorization } = this.stage;
    if (route.open) return { apiKeyRequired: false, authorizationType: AuthorizationType.NONE };
    const mode = modeOf(authorization, routeName(route));
    return {
      apiKeyRequired: authorization.keyRequired ?? true,
      ...(mode === 'none' && { authorizationType: AuthorizationType.NONE }),
      ...(mode === 'iam' && { authorizationType: AuthorizationType.IAM }),
      ...((mode === 'lambda' || mode === 'cognito') && { authorizer: this.authorizer }),
      ...(mode === 'cognito' && this.scopes.length > 0 && { authorizationScopes: [...this.scopes] }),
    };
  }

  acknowledgeFindings(method: Method, route: Route): void {
    const mode = route.open ? 'none' : modeOf(this.stage.authorization, routeName(route));
    if (mode === 'none') {
      const reason = route.open
        ? 'Open to everyone: it tells nothing of any tenant.'
        : 'The stage chose API keys alone (authorization mode none), with what docs/security.md says of that.';
      acknowledge(method, reason, 'AwsSolutions-APIG4');
    }
    if (mode !== 'cognito') {
      acknowledge(method, 'The stage chose another way to prove who calls.', 'AwsSolutions-COG4');
    }
  }

  /** Tells a function from where it must take the tenant of a route's caller. */
  connect(fn: LambdaFunction): void {
    const { mode, routes } = this.stage.authorization;
    const tenantClaim = mode === 'cognito' ? this.cognito.tenantClaim : undefined;
    const authorization: Authorization = { default: mode, routes, tenantClaim, ...this.identityParameters };
    fn.addEnvironment(environment.authorization, JSON.stringify(authorization));
  }

  private get identityParameters(): Pick<Authorization, 'identityParameters'> {
    const { authorization } = this.stage;
    const { identitySources = [] } = authorization.mode === 'lambda' ? authorization : {};
    const names = identitySources.flatMap(
      source => /^method\.request\.querystring\.(.+)$/.exec(source)?.[1] ?? [],
    );
    return names.length > 0 ? { identityParameters: names } : {};
  }

  private get cognito() {
    return { ...cognitoAuthorizationDefaults, ...this.stage.authorization } as Required<CognitoAuthorization>;
  }

  private get scopes(): readonly string[] {
    return this.cognito.scopes;
  }

  private lambdaAuthorizer(config: LambdaAuthorization, tokenAuthorizer: () => LambdaFunction): Authorizer {
    const { type, identitySources, cacheSeconds } = { ...lambdaAuthorizationDefaults, ...config };
    const decider = config.functionArn
      ? this.otherFunction(config.functionArn)
      : { handler: tokenAuthorizer() };
    const resultsCacheTtl = Duration.seconds(cacheSeconds);
    if (type === 'request') {
      return new RequestAuthorizer(this, 'Request', {
        ...decider,
        identitySources: [...identitySources],
        resultsCacheTtl,
      });
    }
    return new TokenAuthorizer(this, 'Token', {
      ...decider,
      identitySource: identitySources[0],
      validationRegex: config.validationExpression,
      resultsCacheTtl,
    });
  }

  /** Its own policy need not name this API: API Gateway calls it with a role that may call nothing else. */
  private otherFunction(functionArn: string) {
    const assumeRole = new Role(this, 'DeciderRole', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    });
    acknowledge(
      this,
      'It may call one function, in any version; no other identity shares it.',
      'NIST.800.53.R5-IAMNoInlinePolicy',
      `AwsSolutions-IAM5[Resource::${functionArn}:*]`,
    );
    return { handler: LambdaFunction.fromFunctionArn(this, 'Decider', functionArn), assumeRole };
  }

  private cognitoAuthorizer(authorization: CognitoAuthorization): Authorizer {
    const { userPoolArn, cacheSeconds = cognitoAuthorizationDefaults.cacheSeconds } = authorization;
    const userPool = userPoolArn
      ? UserPool.fromUserPoolArn(this, 'Pool', userPoolArn)
      : new ApiUserPool(this, 'Users', { stage: this.stage, authorization }).userPool;
    return new CognitoUserPoolsAuthorizer(this, 'Cognito', {
      cognitoUserPools: [userPool],
      resultsCacheTtl: Duration.seconds(cacheSeconds),
    });
  }
}

/** Which tokens the project's own authorizer accepts. */
export function connectTokens(fn: LambdaFunction, { authorization }: Pick<Stage, 'authorization'>): void {
  if (authorization.mode !== 'lambda' || !authorization.jwt) return;
  const { identitySources } = { ...lambdaAuthorizationDefaults, ...authorization };
  const tokens: AcceptedTokens = { ...completeJwt(authorization.jwt), identitySources };
  fn.addEnvironment(environment.acceptedTokens, JSON.stringify(tokens));
  // Where a local run finds which tokens it may issue in the issuer's place.
  (fn.node.defaultChild as CfnFunction).addMetadata('jobgate:accepted-tokens', environment.acceptedTokens);
}

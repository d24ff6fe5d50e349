import { Aws, CfnOutput } from 'aws-cdk-lib';
import { Mfa, OAuthScope, ResourceServerScope, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import type { CognitoAuthorization } from '../config/authorization/cognito';
import { acknowledge } from './acknowledge';
import { removalPolicy } from './removal';

export interface ApiUserPoolProps {
  readonly stage: Pick<Stage, 'name' | 'state'>;
  readonly authorization: CognitoAuthorization;
}

/** Prefix of the scopes of a new pool: `jobgate/read`. */
const resourceServer = 'jobgate';

/** A user pool of the stage's own: with scopes for programs that get access tokens, else for people with ID tokens. */
export class ApiUserPool extends Construct {
  readonly userPool: UserPool;

  constructor(scope: Construct, id: string, { stage, authorization }: ApiUserPoolProps) {
    super(scope, id);
    this.userPool = new UserPool(this, 'Pool', {
      userPoolName: `jobgate-${stage.name}`,
      selfSignUpEnabled: false,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { sms: false, otp: true },
      signInAliases: { email: true },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
      },
      deletionProtection: stage.state.deletionProtection,
      removalPolicy: removalPolicy(stage),
    });
    acknowledge(
      this.userPool,
      'The Plus plan is paid by the user; programs with client credentials, the usual callers, gain nothing by it.',
      'AwsSolutions-COG8',
    );
    const client = this.addClient(authorization.scopes ?? [], stage.name);
    new CfnOutput(this, 'Id', { value: this.userPool.userPoolId }).overrideLogicalId('UserPoolId');
    new CfnOutput(this, 'ClientId', { value: client.userPoolClientId }).overrideLogicalId('UserPoolClientId');
  }

  private addClient(scopes: readonly string[], stageName: string): UserPoolClient {
    if (scopes.length === 0) return this.userPool.addClient('People', { authFlows: { userSrp: true } });
    const named = scopes.map(scope => scope.replace(`${resourceServer}/`, ''));
    const serverScopes = named.map(
      scopeName => new ResourceServerScope({ scopeName, scopeDescription: scopeName }),
    );
    const server = this.userPool.addResourceServer('Api', {
      identifier: resourceServer,
      scopes: serverScopes,
    });
    this.userPool.addDomain('Tokens', {
      // Unique among all accounts of a region.
      cognitoDomain: { domainPrefix: `jobgate-${stageName}-${Aws.ACCOUNT_ID}` },
    });
    return this.userPool.addClient('Programs', {
      generateSecret: true,
      authFlows: {},
      oAuth: {
        flows: { clientCredentials: true },
        scopes: serverScopes.map(scope => OAuthScope.resourceServer(server, scope)),
      },
    });
  }
}

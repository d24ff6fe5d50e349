/**
 * What API Gateway refuses before it costs an invocation. Models are JSON Schema draft 4; the contract's schemas keep to
 * what that shares with later drafts. A body whose content type has no model passes (API Gateway developer guide,
 * "Request validation").
 */
import {
  type JsonSchema,
  JsonSchemaType,
  JsonSchemaVersion,
  type MethodOptions,
  Model,
  RequestValidator,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { Route } from '../../contract/routes';
import { type SchemaName, schemas } from '../../contract/schemas';
import type { Stage } from '../config';

export interface RequestValidationProps {
  readonly restApi: RestApi;
  readonly validation: Stage['validation'];
}

export class RequestValidation extends Construct {
  private readonly props: RequestValidationProps;
  private readonly models = new Map<SchemaName, Model>();
  private readonly validator: RequestValidator;

  constructor(scope: Construct, id: string, props: RequestValidationProps) {
    super(scope, id);
    this.props = props;
    this.validator = new RequestValidator(this, 'Validator', {
      restApi: props.restApi,
      validateRequestBody: true,
      validateRequestParameters: true,
    });
  }

  /** What a route's method declares of its parameters and body. */
  methodOptions(route: Route): MethodOptions {
    const path = [...route.path.matchAll(/\{(\w+)\+?\}/g)].map(match => [`path.${match[1]}`, true] as const);
    const query = Object.keys(route.query ?? {}).map(name => [`querystring.${name}`, false] as const);
    return {
      requestValidator: this.validator,
      requestParameters: Object.fromEntries(
        [...path, ...query].map(([name, required]) => [`method.request.${name}`, required]),
      ),
      ...(route.body && { requestModels: { 'application/json': this.model(route.body) } }),
    };
  }

  private model(name: SchemaName): Model {
    const known = this.models.get(name);
    if (known) return known;
    const { restApi, validation } = this.props;
    const model = new Model(this, name, {
      restApi,
      modelName: name,
      contentType: 'application/json',
      schema: validation === 'full' ? fullSchema(name) : { ...draft4, type: JsonSchemaType.OBJECT },
    });
    this.models.set(name, model);
    return model;
  }
}

const draft4 = { schema: JsonSchemaVersion.DRAFT4 };

function fullSchema(name: SchemaName): JsonSchema {
  return { ...draft4, ...(JSON.parse(JSON.stringify(schemas[name])) as JsonSchema) };
}

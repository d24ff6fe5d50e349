/**
 * One stack while it is resolved: its parameters, conditions, resources and outputs, looked up on demand, across
 * stacks through exports and across nesting through parameters and outputs.
 */
import type { Stack } from './assembly';
import type { Endpoints, PhysicalId, Resource } from './identity';
import { holds, noValue, resolve, type Scope } from './intrinsics';
import { readDocument } from './open-api/document';
import { physicalId } from './physical-ids';
import { list, type Properties, record, text } from './values';

/** What the stacks of an assembly know of each other. */
export interface Surroundings {
  readonly endpoints: Endpoints;
  exportedValue(name: string): unknown;
  /** The value of an SSM parameter that some stack of the assembly creates. */
  ssmParameter(name: string): string | undefined;
  nestedOutput(stack: StackScope, logicalId: string, output: string): unknown;
  note(stack: StackScope, logicalId: string, type: string, reason: string): void;
}

export class StackScope implements Scope {
  readonly region: string;
  private readonly conditions = new Map<string, boolean>();
  private readonly resources = new Map<string, Resource>();
  private readonly ids = new Map<string, PhysicalId>();
  private resolving = '(template)';

  constructor(
    readonly stack: Stack,
    /** Values for the parameters, asked for late: they may refer to outputs of sibling stacks. */
    private readonly given: () => Properties,
    private readonly surroundings: Surroundings,
  ) {
    this.region = stack.region;
  }

  /** The resources whose condition holds, with their properties resolved. */
  activeResources(): Resource[] {
    return Object.entries(this.section('Resources')).flatMap(([logicalId, value]) => {
      const condition = record(value)['Condition'];
      return condition === undefined || this.condition(String(condition)) ? this.resource(logicalId) : [];
    });
  }

  resource(logicalId: string): Resource {
    const known = this.resources.get(logicalId);
    if (known) return known;
    const declared = record(this.section('Resources')[logicalId]);
    const outer = this.resolving;
    this.resolving = logicalId;
    const resource = {
      stack: this.stack,
      logicalId,
      type: text(declared['Type']) ?? 'unknown',
      properties: record(resolve(declared['Properties'] ?? {}, this)),
      metadata: record(resolve(declared['Metadata'] ?? {}, this)),
    };
    this.resolving = outer;
    this.resources.set(logicalId, resource);
    return resource;
  }

  /** Ref and attributes of a resource. */
  identify(logicalId: string): PhysicalId {
    let id = this.ids.get(logicalId);
    if (!id) {
      id = physicalId(this.resource(logicalId), this.surroundings.endpoints);
      this.ids.set(logicalId, id);
    }
    return id;
  }

  /** The ARN of a resource, or what stands for it: its Ref. */
  arn(logicalId: string): string {
    const { ref, attributes } = this.identify(logicalId);
    return text(attributes['Arn']) ?? ref;
  }

  output(name: string): unknown {
    return resolve(record(this.section('Outputs')[name])['Value'], this);
  }

  /**
   * What other stacks import, by name: exported outputs, and the values that CDK carries to stacks in other regions
   * through a pair of custom resources.
   */
  exports(): [name: string, value: () => unknown][] {
    const outputs = Object.entries(this.section('Outputs')).flatMap(([output, value]) => {
      const name = text(resolve(record(record(value)['Export'])['Name'], this));
      return name === undefined ? [] : [[name, () => this.output(output)] as [string, () => unknown]];
    });
    const carried = Object.values(this.section('Resources')).flatMap(resource => {
      if (record(resource)['Type'] !== 'Custom::CrossRegionExportWriter') return [];
      const values = record(record(record(record(resource)['Properties'])['WriterProps'])['exports']);
      return Object.entries(values).map(
        ([name, value]) => [name, () => resolve(value, this)] as [string, () => unknown],
      );
    });
    return [...outputs, ...carried];
  }

  ref(name: string): unknown {
    if (Object.hasOwn(pseudoParameters, name)) return pseudoParameters[name]?.(this.stack);
    const parameter = this.section('Parameters')[name];
    if (parameter !== undefined) return this.parameter(name, record(parameter));
    if (this.section('Resources')[name] !== undefined) return this.identify(name).ref;
    this.unresolved(`a reference to ${name}, which the template does not define`);
    return name;
  }

  attribute(logicalId: string, name: string): unknown {
    const declared = record(this.section('Resources')[logicalId]);
    if (declared['Type'] === 'AWS::CloudFormation::Stack' && name.startsWith('Outputs.'))
      return this.surroundings.nestedOutput(this, logicalId, name.slice('Outputs.'.length));
    if (declared['Type'] === 'Custom::CrossRegionExportReader') return this.importValue(name);
    return this.identify(logicalId).attributes[name] ?? `${this.stack.name}-${logicalId}.${name}`;
  }

  condition(name: string): boolean {
    const known = this.conditions.get(name);
    if (known !== undefined) return known;
    const value = holds(this.section('Conditions')[name], this);
    this.conditions.set(name, value);
    return value;
  }

  mapping(map: string, topLevelKey: string, secondLevelKey: string): unknown {
    return record(record(this.section('Mappings')[map])[topLevelKey])[secondLevelKey];
  }

  importValue(exportName: string): unknown {
    const value = this.surroundings.exportedValue(exportName);
    if (value !== undefined) return value;
    this.unresolved(`the import of ${exportName}, which no stack of the assembly exports`);
    return exportName;
  }

  included(location: string): unknown {
    return readDocument(this.stack, location);
  }

  unresolved(what: string): void {
    const type = text(record(this.section('Resources')[this.resolving])['Type']) ?? 'template';
    this.surroundings.note(this, this.resolving, type, `It uses ${what}.`);
  }

  private parameter(name: string, declared: Properties): unknown {
    const value = this.given()[name] ?? declared['Default'];
    const type = text(declared['Type']) ?? 'String';
    if (value === undefined) {
      this.unresolved(`the parameter ${name}, which has no default`);
      return '';
    }
    const isList = type.startsWith('List<') || type === 'CommaDelimitedList';
    if (!type.startsWith('AWS::SSM::Parameter::Value<'))
      return isList && !Array.isArray(value) ? String(value).split(',') : value;
    const stored = this.surroundings.ssmParameter(String(value));
    if (stored === undefined)
      this.unresolved(`the SSM parameter ${value}, which no stack of the assembly creates`);
    const found = stored ?? String(value);
    return type.includes('<List<') ? list(found.split(',')) : found;
  }

  private section(name: string): Properties {
    return record(this.stack.template[name]);
  }
}

const pseudoParameters: Readonly<Record<string, (stack: Stack) => unknown>> = {
  'AWS::AccountId': stack => stack.accountId,
  'AWS::Region': stack => stack.region,
  'AWS::Partition': () => 'aws',
  'AWS::URLSuffix': () => 'amazonaws.com',
  'AWS::StackName': stack => stack.name,
  'AWS::StackId': stack =>
    `arn:aws:cloudformation:${stack.region}:${stack.accountId}:stack/${stack.name}/00000000-0000-0000-0000-000000000000`,
  'AWS::NotificationARNs': () => [],
  'AWS::NoValue': () => noValue,
};

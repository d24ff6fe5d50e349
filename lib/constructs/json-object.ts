/**
 * JSON text whose names and values may be references that CloudFormation fills in; aws-cdk-lib allows these in values
 * alone. Nothing is escaped: names and values are identifiers.
 */
export function jsonObject(entries: readonly (readonly [name: string, value: string])[]): string {
  return `{${entries.map(([name, value]) => `"${name}":"${value}"`).join(',')}}`;
}

import { cidrCheck } from './addresses';
import { fields, items, number, text } from './check';

export interface WafConfig {
  /**
   * Groups of AWS managed rules.
   * @default ['AWSManagedRulesCommonRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet', 'AWSManagedRulesAmazonIpReputationList']
   */
  readonly managedRules?: readonly string[];
  /**
   * Requests of one address in five minutes, after which it is refused for a while.
   * @default 3000
   */
  readonly rateLimitPerIp?: number;
  /**
   * Addresses that pass without the other rules, in CIDR notation.
   * @default - none
   */
  readonly allow?: readonly string[];
  /**
   * Addresses that are refused, in CIDR notation.
   * @default - none
   */
  readonly deny?: readonly string[];
}

export const wafDefaults = {
  managedRules: [
    'AWSManagedRulesCommonRuleSet',
    'AWSManagedRulesKnownBadInputsRuleSet',
    'AWSManagedRulesAmazonIpReputationList',
  ],
  rateLimitPerIp: 3000,
  allow: [],
  deny: [],
} as const satisfies WafConfig;
export const wafCheck = fields<WafConfig>({
  managedRules: items(
    text(
      /^AWSManagedRules[A-Za-z0-9]+$/,
      'a group of AWS managed rules',
      'write its name as AWS WAF lists it',
    ),
  ),
  rateLimitPerIp: number({ minimum: 10, maximum: 2_000_000_000, unit: 'requests in five minutes' }),
  allow: items(cidrCheck),
  deny: items(cidrCheck),
});

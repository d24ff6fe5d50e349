import { firewallRangesCheck } from './addresses';
import { fields, number, oneOf, type Rule, refuse } from './check';
import { items } from './lists';

/** Groups that need no settings of their own (AWS WAF developer guide, "AWS Managed Rules rule groups list"). */
const managedGroups = [
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesAnonymousIpList',
  'AWSManagedRulesAdminProtectionRuleSet',
  'AWSManagedRulesSQLiRuleSet',
  'AWSManagedRulesLinuxRuleSet',
  'AWSManagedRulesUnixRuleSet',
  'AWSManagedRulesWindowsRuleSet',
  'AWSManagedRulesPHPRuleSet',
  'AWSManagedRulesWordPressRuleSet',
] as const;

export interface WafConfig {
  /**
   * Groups of AWS managed rules. What the common ones say of markup, paths, addresses and sizes in bodies is counted alone:
   * a job's input is data.
   * @default ['AWSManagedRulesCommonRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet', 'AWSManagedRulesAmazonIpReputationList']
   */
  readonly managedRules?: readonly (typeof managedGroups)[number][];
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

const allowedOrDenied: Rule<WafConfig> = ({ allow = [], deny = [] }, path, report) => {
  const allowed = new Set(allow);
  deny.forEach((range, index) => {
    if (!allowed.has(range)) return;
    const remedy = 'remove it from waf.allow or from waf.deny';
    refuse(
      report,
      `${path}.deny[${index}]`,
      'is allowed as well',
      range,
      'a range in one of the lists',
      remedy,
    );
  });
};

export const wafCheck = fields<WafConfig>(
  {
    managedRules: items(oneOf(managedGroups)),
    rateLimitPerIp: number({ minimum: 10, maximum: 2_000_000_000, unit: 'requests in five minutes' }),
    allow: firewallRangesCheck,
    deny: firewallRangesCheck,
  },
  allowedOrDenied,
);

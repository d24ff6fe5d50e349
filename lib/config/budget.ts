import { emailsCheck as emails } from './addresses';
import { fields, items, number, type Rule, refuse, required } from './check';

export interface BudgetConfig {
  /** US dollars a month for the whole account. */
  readonly monthlyDollars: number;
  /** Who is told. */
  readonly emails: readonly string[];
  /**
   * Percentages of the budget that have been spent when somebody is told.
   * @default [80, 100]
   */
  readonly actualPercent?: readonly number[];
  /**
   * Percentages of the budget that are forecast when somebody is told.
   * @default [100]
   */
  readonly forecastPercent?: readonly number[];
}

export const budgetDefaults = { actualPercent: [80, 100], forecastPercent: [100] } as const;
const percent = items(number({ minimum: 1, maximum: 1000, unit: 'percent' }));

/** AWS Budgets sends each budget's alerts from at most five notifications (service quotas). */
const fiveAlerts: Rule<BudgetConfig> = (config, path, report) => {
  const { actualPercent, forecastPercent } = { ...budgetDefaults, ...config };
  const alerts = [...actualPercent, ...forecastPercent];
  if (alerts.length <= 5) return;
  refuse(report, path, 'has too many alerts', alerts, '5 percentages in all', 'remove some');
};

export const budgetCheck = fields<BudgetConfig>(
  {
    monthlyDollars: required(number({ minimum: 1, maximum: 10_000_000, fractions: true, unit: 'dollars' })),
    emails: required(emails),
    actualPercent: percent,
    forecastPercent: percent,
  },
  fiveAlerts,
);

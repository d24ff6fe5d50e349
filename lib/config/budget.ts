import { emailsCheck as emails } from './addresses';
import { fields, number, type Rule, refuse, required } from './check';
import { items } from './lists';

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

/** AWS Budgets sends a budget's alerts from at most five notifications, each to ten addresses (its quotas). */
const fewAlerts: Rule<BudgetConfig> = (config, path, report) => {
  const { actualPercent = budgetDefaults.actualPercent, forecastPercent = budgetDefaults.forecastPercent } =
    config;
  const alerts = [...actualPercent, ...forecastPercent];
  if (alerts.length < 1 || alerts.length > 5) {
    const what = alerts.length === 0 ? 'has no alert' : 'has too many alerts';
    const remedy = alerts.length === 0 ? 'add a percentage' : 'remove some';
    refuse(report, path, what, { actualPercent, forecastPercent }, '1 to 5 percentages in all', remedy);
  }
};

const fewAddresses: Rule<BudgetConfig> = ({ emails }, path, report) => {
  if (emails.length <= 10) return;
  refuse(report, `${path}.emails`, 'are too many', emails.length, '10 addresses', 'tell a mailing list');
};

export const budgetCheck = fields<BudgetConfig>(
  {
    monthlyDollars: required(number({ minimum: 1, maximum: 10_000_000, fractions: true, unit: 'dollars' })),
    emails: required(emails),
    actualPercent: percent,
    forecastPercent: percent,
  },
  fewAlerts,
  fewAddresses,
);

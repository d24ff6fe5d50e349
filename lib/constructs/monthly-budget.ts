import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import type { Stage } from '../config';

export interface MonthlyBudgetProps {
  readonly budget: NonNullable<Stage['budget']>;
}

/** Tells people when the account has spent, or will have spent, shares of its budget. */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, { budget }: MonthlyBudgetProps) {
    super(scope, id);
    const alerts = [
      ...budget.actualPercent.map(threshold => ({ notificationType: 'ACTUAL', threshold })),
      ...budget.forecastPercent.map(threshold => ({ notificationType: 'FORECASTED', threshold })),
    ];
    // Without a name: other alerts make another budget, and AWS Budgets takes no two of one name.
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: budget.monthlyDollars, unit: 'USD' },
      },
      notificationsWithSubscribers: alerts.map(alert => ({
        notification: { ...alert, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' },
        subscribers: budget.emails.map(address => ({ subscriptionType: 'EMAIL', address })),
      })),
    });
  }
}

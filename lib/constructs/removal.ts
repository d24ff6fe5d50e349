import { RemovalPolicy } from 'aws-cdk-lib';
import type { Stage } from '../config';

/** What becomes of a stage's state when its stack is deleted. */
export function removalPolicy({ state }: Pick<Stage, 'state'>): RemovalPolicy {
  return state.removal === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
}

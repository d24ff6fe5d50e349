/** What lib tells the function `key-moves` through CloudFormation: the keys of the stage config and their plans. */
export interface PlanMember {
  readonly KeyId: string;
  readonly UsagePlanId: string;
}

/** Properties of the custom resource. */
export interface PlanMembers {
  readonly Members: readonly PlanMember[];
  /** Ids of the stage's plans, with keys of the config or without. */
  readonly Plans: readonly string[];
}

/** The ranges that a network load balancer takes IP targets from (Elastic Load Balancing, "Target type"). */
export const privateRanges = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'] as const;

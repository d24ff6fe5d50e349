import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { patience } from '../patience';

/** As the other clients, the environment alone says region and credentials. */
export function ec2Client(): EC2Client {
  return new EC2Client({ requestHandler: patience });
}

export function loadBalancingClient(): ElasticLoadBalancingV2Client {
  return new ElasticLoadBalancingV2Client({ requestHandler: patience });
}

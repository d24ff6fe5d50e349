import {
  DescribeNetworkInterfacesCommand,
  DescribeVpcEndpointsCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import type { AddressSource } from '../../core/private/keep-targets';

/** The private addresses of an interface endpoint, one a zone. */
export function endpointAddresses(ec2: EC2Client, endpointId: string): AddressSource {
  return {
    addresses: async () => {
      const { VpcEndpoints } = await ec2.send(
        new DescribeVpcEndpointsCommand({ VpcEndpointIds: [endpointId] }),
      );
      const interfaceIds = VpcEndpoints?.[0]?.NetworkInterfaceIds ?? [];
      // Without ids the call would answer every interface of the account.
      if (interfaceIds.length === 0) return [];
      const { NetworkInterfaces } = await ec2.send(
        new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: interfaceIds }),
      );
      return (NetworkInterfaces ?? []).flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []);
    },
  };
}

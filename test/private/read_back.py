"""Reads the private stacks back through the services' APIs and compares them with what three-accounts.ts promises.

    read_back.py credentials ACCOUNT     key, secret and token of an administrator of the account
    read_back.py deployment API          id of the API's latest deployment
    read_back.py forget STACK            deletes a stack that failed; the endpoint cannot describe it any more
    read_back.py outputs FILE            checks everything; the exit status is the number of checks that failed
"""
import json
import os
import sys

import boto3

API, PROVIDER, CONSUMER = "123456789012", "111111111111", "333333333333"


def credentials(account):
    role = f"arn:aws:iam::{account}:role/admin"
    return boto3.client("sts").assume_role(RoleArn=role, RoleSessionName="deploy-check")["Credentials"]


def client(service, account=API):
    if account == API:
        return boto3.client(service)
    given = credentials(account)
    return boto3.client(
        service,
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
    )


def latest_deployment(api_id):
    stages = client("apigateway").get_stages(restApiId=api_id)["item"]
    return [stage["deploymentId"] for stage in stages if stage["stageName"] == "check"][0]


failures = 0


def check(what, found, expected):
    global failures
    if found == expected:
        print(f"  {what}")
        return
    failures += 1
    print(f"FAILED {what}:\n  found    {found!r}\n  expected {expected!r}")


def check_provider(service_name):
    ec2, elb = client("ec2", PROVIDER), client("elbv2", PROVIDER)
    service = ec2.describe_vpc_endpoint_service_configurations()["ServiceConfigurations"]
    check("the provider offers one service, under the name it prints", [s["ServiceName"] for s in service], [service_name])
    check("an allowed principal needs no acceptance", service[0]["AcceptanceRequired"], False)
    allowed = ec2.describe_vpc_endpoint_service_permissions(ServiceId=service[0]["ServiceId"])["AllowedPrincipals"]
    check("the API's account is allowed", f"arn:aws:iam::{API}:root" in [p["Principal"] for p in allowed], True)
    balancers = elb.describe_load_balancers()["LoadBalancers"]
    check("its load balancer is internal, for networks", [(b["Type"], b["Scheme"]) for b in balancers], [("network", "internal")])
    check("the service stands on it", service[0]["NetworkLoadBalancerArns"], [balancers[0]["LoadBalancerArn"]])
    check("its targets are the back end's addresses", targets_of(elb, balancers[0]), [("10.1.0.20", 8080), ("10.1.1.20", 8080)])


def targets_of(elb, balancer):
    groups = elb.describe_target_groups(LoadBalancerArn=balancer["LoadBalancerArn"])["TargetGroups"]
    check("targets are addresses, over TCP", [(g["TargetType"], g["Protocol"]) for g in groups], [("ip", "TCP")])
    health = elb.describe_target_health(TargetGroupArn=groups[0]["TargetGroupArn"])["TargetHealthDescriptions"]
    return sorted((h["Target"]["Id"], h["Target"]["Port"]) for h in health)


def check_ways(service_name):
    ec2, elb, gateway = client("ec2"), client("elbv2"), client("apigateway")
    endpoints = ec2.describe_vpc_endpoints()["VpcEndpoints"]
    to_provider = [e for e in endpoints if e["ServiceName"] == service_name]
    check("one interface endpoint leads to the provider", [e["VpcEndpointType"] for e in to_provider], ["Interface"])
    interfaces = ec2.describe_network_interfaces(NetworkInterfaceIds=to_provider[0]["NetworkInterfaceIds"])
    addresses = sorted((i["PrivateIpAddress"], 8443) for i in interfaces["NetworkInterfaces"])
    check("it has an address in each of two zones", len(addresses), 2)
    links = {link["name"]: link for link in gateway.get_vpc_links()["items"]}
    check("each back end has a VPC link", len(links), 2)
    by_arn = {b["LoadBalancerArn"]: b for b in elb.describe_load_balancers()["LoadBalancers"]}
    for name, link in links.items():
        balancer = by_arn[link["targetArns"][0]]
        attributes = elb.describe_load_balancer_attributes(LoadBalancerArn=balancer["LoadBalancerArn"])["Attributes"]
        cross = [a["Value"] for a in attributes if a["Key"] == "load_balancing.cross_zone.enabled"]
        name = "orders" if "orders" in name else "legacy"
        check(f"{name}: an internal network load balancer, across zones", (balancer["Type"], balancer["Scheme"], cross), ("network", "internal", ["true"]))
        expected = addresses if name == "orders" else [("10.20.0.5", 80)]
        check(f"{name}: its targets are where the back end is", targets_of(elb, balancer), expected)
    return endpoints, links, by_arn


def check_api(api_id, endpoint_id, endpoints, links, by_arn):
    gateway = client("apigateway")
    api = gateway.get_rest_api(restApiId=api_id)
    own = [endpoint_id]
    check("the API is private, at the one endpoint", (api["endpointConfiguration"]["types"], api["endpointConfiguration"]["vpcEndpointIds"]), (["PRIVATE"], own))
    statements = json.loads(api["policy"])["Statement"]
    deny = [s["Condition"] for s in statements if s["Effect"] == "Deny"]
    check("its policy denies every call not from that endpoint", deny, [{"StringNotEquals": {"aws:sourceVpce": own}}])
    methods = {r["path"]: r.get("resourceMethods", {}) for r in gateway.get_resources(restApiId=api_id, embed=["methods"])["items"]}
    served = sorted(path for path, verbs in methods.items() if "ANY" in verbs)
    check("every prefix is served, itself and below", served, ["/legacy", "/legacy/{proxy+}", "/orders", "/orders/{proxy+}"])
    check("every one of them answers a preflight", sorted(p for p, verbs in methods.items() if "OPTIONS" in verbs), served)
    link_of = {("orders" if "orders" in name else "legacy"): link for name, link in links.items()}
    legacy_host = by_arn[link_of["legacy"]["targetArns"][0]]["DNSName"]
    uris = {
        "/orders": "https://orders.corp.example:8443/v1/",
        "/orders/{proxy+}": "https://orders.corp.example:8443/v1/{proxy}",
        "/legacy": f"http://{legacy_host}/",
        "/legacy/{proxy+}": f"http://{legacy_host}/{{proxy}}",
    }
    for path in served:
        found = methods[path]["ANY"]["methodIntegration"]
        link = link_of[path.split("/")[1]]["id"]
        check(f"ANY {path} goes over its link", (found["type"], found["connectionType"], found["connectionId"], found["uri"]), ("HTTP_PROXY", "VPC_LINK", link, uris[path]))
        mapped = {"integration.request.path.proxy": "method.request.path.proxy"} if "proxy" in path else {}
        check(f"ANY {path} passes the path on", found.get("requestParameters", {}), mapped)
    stage = gateway.get_stage(restApiId=api_id, stageName="check")
    check("the stage is traced", stage["tracingEnabled"], True)
    check("the stage has an access log", "destinationArn" in stage["accessLogSettings"], True)
    check("adding a caller made a new deployment", stage["deploymentId"] != os.environ["DEPLOYMENT"], True)
    policy = json.loads([e for e in endpoints if e["VpcEndpointId"] == own[0]][0]["PolicyDocument"])
    names = [s["Resource"] for s in policy["Statement"]]
    check("the endpoint's policy names the API", names, [f"arn:aws:execute-api:us-east-1:{API}:{api_id}/*"])


def check_consumer(api_id, endpoint_id):
    ec2 = client("ec2", CONSUMER)
    endpoints = ec2.describe_vpc_endpoints()["VpcEndpoints"]
    check("the consumer has an endpoint to private APIs", [(e["VpcEndpointId"], e["ServiceName"]) for e in endpoints], [(endpoint_id, "com.amazonaws.us-east-1.execute-api")])
    check("it leaves public APIs alone", endpoints[0]["PrivateDnsEnabled"], False)
    names = [s["Resource"] for s in json.loads(endpoints[0]["PolicyDocument"])["Statement"]]
    check("its policy names the API of the other account", names, [f"arn:aws:execute-api:us-east-1:{API}:{api_id}/*"])
    functions = client("lambda", CONSUMER).list_functions()["Functions"]
    probes = [f for f in functions if f["Handler"] == "private-probe.handler"]
    check("its probe calls the API by id", [f["Environment"]["Variables"]["PROBE_API_ID"] for f in probes], [api_id])
    check("its probe stands in the VPC", [len(f["VpcConfig"]["SubnetIds"]) for f in probes], [2])


def check_flow_logs():
    for account in (API, PROVIDER, CONSUMER):
        ec2 = client("ec2", account)
        made = {v["VpcId"] for v in ec2.describe_vpcs()["Vpcs"] if not v["IsDefault"]}
        logged = {f["ResourceId"] for f in ec2.describe_flow_logs()["FlowLogs"]}
        # Of the stack that was refused the endpoint keeps flow logs, though not the VPC.
        check(f"account {account} logs the flows of its VPC", (len(made), made & logged), (1, made))


if sys.argv[1] == "credentials":
    given = credentials(sys.argv[2])
    print(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
elif sys.argv[1] == "forget":
    client("cloudformation").delete_stack(StackName=sys.argv[2])
elif sys.argv[1] == "deployment":
    print(latest_deployment(sys.argv[2]))
else:
    with open(sys.argv[2]) as file:
        outputs = json.load(file)
    service = outputs["Jobgate-check-Provider-orders"]["ServiceName"]
    api, caller = outputs["Jobgate-check-PrivateApi"]["ApiId"], outputs["Jobgate-check-Consumer-shop"]["EndpointId"]
    check_provider(service)
    check_api(api, outputs["Jobgate-check-PrivateNetwork"]["EndpointId"], *check_ways(service))
    check_consumer(api, caller)
    check_flow_logs()
    sys.exit(min(failures, 100))

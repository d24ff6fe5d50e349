# Types of the job API's own stacks. This text is put into the endpoint's server, whose names it uses.

@rtype("AWS::ApiGateway::Authorizer", "Name")
def _(c, p):
    kind = p["Type"]
    made = c.c("apigateway").create_authorizer(
        restApiId=p["RestApiId"],
        name=p["Name"],
        type=kind,
        **clean(dict(
            providerARNs=p.get("ProviderARNs"),
            authorizerUri=p.get("AuthorizerUri"),
            authorizerCredentials=p.get("AuthorizerCredentials"),
            identitySource=p.get("IdentitySource"),
            identityValidationExpression=p.get("IdentityValidationExpression"),
            authorizerResultTtlInSeconds=num(p.get("AuthorizerResultTtlInSeconds")),
        )),
    )
    return made["id"], {"AuthorizerId": made["id"]}


def _delete_function(c, i, p):
    c.c("lambda").delete_function(FunctionName=i)


@rtype("AWS::Lambda::Function", "FunctionName", _delete_function)
def _(c, p):
    properties = {k: v for k, v in p.items() if k not in ("Tags", "FunctionName", "ReservedConcurrentExecutions", "KmsKeyArn")}
    if "KmsKeyArn" in p:
        properties["KMSKeyArn"] = p["KmsKeyArn"]
    made = c.c("lambda").create_function(FunctionName=c.name[:64], Tags=tagmap(p), **properties)
    if "ReservedConcurrentExecutions" in p:
        reserved = num(p["ReservedConcurrentExecutions"])
        c.c("lambda").put_function_concurrency(FunctionName=made["FunctionName"], ReservedConcurrentExecutions=reserved)
    return made["FunctionName"], {"Arn": made["FunctionArn"]}


@rtype("AWS::Lambda::EventInvokeConfig")
def _(c, p):
    c.c("lambda").put_function_event_invoke_config(**p)
    return c.kw["LogicalId"]


@rtype("AWS::WAFv2::IPSet", "Name")
def _(c, p):
    made = c.c("wafv2").create_ip_set(
        Name=c.name, Scope=p["Scope"], IPAddressVersion=p["IPAddressVersion"], Addresses=p["Addresses"]
    )["Summary"]
    return f"{c.name}|{made['Id']}|{p['Scope']}", {"Arn": made["ARN"], "Id": made["Id"]}


@rtype("AWS::WAFv2::LoggingConfiguration")
def _(c, p):
    for destination in p["LogDestinationConfigs"]:
        name = destination.split(":log-group:")[1].removesuffix(":*")
        assert name.startswith("aws-waf-logs-"), f"{name} does not begin with aws-waf-logs-"
    c.c("wafv2").put_logging_configuration(LoggingConfiguration=p)
    return p["ResourceArn"]


@rtype("AWS::Cognito::UserPool", "UserPoolName", lambda c, i, p: c.c("cognito-idp").delete_user_pool(UserPoolId=i))
def _(c, p):
    renamed = {"UserPoolName": "PoolName", "EnabledMfas": None, "UserPoolTags": None}
    properties = {renamed.get(k, k): v for k, v in p.items() if renamed.get(k, k) is not None}
    if "UserPoolName" not in p:
        properties["PoolName"] = c.name
    pool = c.c("cognito-idp").create_user_pool(**properties)["UserPool"]
    return pool["Id"], {"Arn": pool["Arn"], "UserPoolId": pool["Id"], "ProviderName": pool["Name"]}


@rtype("AWS::Cognito::UserPoolClient")
def _(c, p):
    properties = {"ClientName": c.name, **p}
    client_id = c.c("cognito-idp").create_user_pool_client(**properties)["UserPoolClient"]["ClientId"]
    return client_id, {"ClientId": client_id}


@rtype("AWS::Cognito::UserPoolResourceServer")
def _(c, p):
    c.c("cognito-idp").create_resource_server(**p)
    return p["Identifier"]


@rtype("AWS::Cognito::UserPoolDomain")
def _(c, p):
    c.c("cognito-idp").create_user_pool_domain(**{k: v for k, v in p.items() if k in ("Domain", "UserPoolId")})
    return p["Domain"]


@rtype("AWS::Scheduler::Schedule", "Name", lambda c, i, p: c.c("scheduler").delete_schedule(Name=i))
def _(c, p):
    properties = {k: v for k, v in p.items() if k != "Name"}
    made = c.c("scheduler").create_schedule(Name=c.name[:64], **properties)
    return c.name[:64], {"Arn": made["ScheduleArn"]}


@rtype("AWS::Route53::HostedZone", "", lambda c, i, p: c.c("route53").delete_hosted_zone(Id=i))
def _(c, p):
    made = c.c("route53").create_hosted_zone(Name=p["Name"], CallerReference=c.name)
    zone_id = made["HostedZone"]["Id"].removeprefix("/hostedzone/")
    return zone_id, {"Id": zone_id, "NameServers": made["DelegationSet"]["NameServers"]}


def _web_acl_names(value):
    """CloudFormation writes `Arn` where the WAF API writes `ARN`."""
    if isinstance(value, list):
        return [_web_acl_names(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {("ARN" if key == "Arn" else key): _web_acl_names(item) for key, item in value.items()}


_web_acl = REG["AWS::WAFv2::WebACL"].create_from_cloudformation_json.__func__


class _WebAcl(REG["AWS::WAFv2::WebACL"]):
    __module__ = "moto.cloudformation.types"  # moto reads the service's name from it

    @classmethod
    def create_from_cloudformation_json(cls, name, j, *args, **kw):
        return _web_acl(cls, name, {**j, "Properties": _web_acl_names(j["Properties"])}, *args, **kw)


REG["AWS::WAFv2::WebACL"] = _WebAcl


def _existing_zone():
    """A stage that names its hosted zone by id expects it to be there."""
    from moto.route53.models import route53_backends
    with open(os.environ["EXPECTED"]) as file:
        zone = json.load(file)["stage"].get("domain", {}).get("zone", {})
    if zone.get("from") != "id":
        return
    backend = route53_backends["123456789012"]["aws"]
    made = backend.create_hosted_zone(name=zone["name"], private_zone=False, caller_reference="existing")
    backend.zones[zone["id"]] = backend.zones.pop(made.resource_id)
    made.resource_id = zone["id"]


_existing_zone()

"""The API and its stage: logs, throttles, addresses, domain, firewall, budget and alarms."""
import json

from deployed import (
    API,
    API_ID,
    DEPLOYED_STAGE,
    GATEWAY,
    NAME,
    STAGE,
    check,
    client,
    resources,
    same,
    stack_outputs,
)


@check
def the_stage_has_its_logs_traces_and_throttle():
    settings = DEPLOYED_STAGE["methodSettings"]["*/*"]
    same(DEPLOYED_STAGE["tracingEnabled"], STAGE["tracing"]["active"], "X-Ray")
    same(settings["loggingLevel"], STAGE["logs"]["level"], "execution log")
    same(settings["dataTraceEnabled"], STAGE["logs"]["fullData"], "full data")
    same(settings["metricsEnabled"], True, "metrics")
    same(float(settings["throttlingRateLimit"]), float(STAGE["throttle"]["rate"]), "rate")
    same(int(settings["throttlingBurstLimit"]), STAGE["throttle"]["burst"], "burst")


@check
def the_access_log_is_json_without_keys():
    settings = DEPLOYED_STAGE["accessLogSettings"]
    same(json.loads(settings["format"]), STAGE["logs"]["accessFields"], "access log")
    assert "$context.identity.apiKey\"" not in settings["format"], "the access log holds the key"


@check
def every_log_forgets():
    groups = client("logs").describe_log_groups()["logGroups"]
    names = resources(API, "AWS::Logs::LogGroup")
    retention = {group["logGroupName"]: group.get("retentionInDays") for group in groups}
    same({name: retention[name] for name in names}, {name: STAGE["logs"]["retentionDays"] for name in names}, "days")
    execution = f"API-Gateway-Execution-Logs_{API_ID}/{NAME}"
    assert execution in names, f"{execution} is not a log group of the stack: {names}"


@check
def the_account_lets_the_api_log():
    role = GATEWAY.get_account()["cloudwatchRoleArn"]
    trust = client("iam").get_role(RoleName=role.split("/")[-1])["Role"]["AssumeRolePolicyDocument"]
    same([s["Principal"] for s in trust["Statement"]], [{"Service": "apigateway.amazonaws.com"}], "trust")


@check
def the_api_is_where_and_how_the_stage_says():
    api = GATEWAY.get_rest_api(restApiId=API_ID)
    same(api["endpointConfiguration"]["types"], [STAGE["endpoint"].upper()], "endpoint")
    same(api["apiKeySource"], STAGE["keySource"].upper(), "key source")
    same(api.get("minimumCompressionSize"), STAGE.get("minimumCompressionBytes"), "compression")
    closed = "domain" in STAGE and not STAGE["domain"]["executeApiEndpoint"]
    same(api.get("disableExecuteApiEndpoint", False), closed, "execute-api endpoint off")
    same(DEPLOYED_STAGE.get("variables") or {}, STAGE["variables"], "stage variables")


@check
def only_allowed_addresses_may_call():
    policy = GATEWAY.get_rest_api(restApiId=API_ID).get("policy")
    if "allowedIps" not in STAGE:
        return same(policy, None, "policy")
    # API Gateway returns the policy with escaped quotation marks.
    statements = json.loads(policy.replace('\\"', '"'))["Statement"]
    denied = next(statement for statement in statements if statement["Effect"] == "Deny")
    same(denied["Condition"]["NotIpAddress"]["aws:SourceIp"], STAGE["allowedIps"], "ranges")


@check
def routes_are_throttled_and_logged_as_all_others():
    for route, limits in STAGE["throttle"].get("routes", {}).items():
        verb, path = route.split(" ", 1)
        settings = {key.replace("~1", "/"): value for key, value in DEPLOYED_STAGE["methodSettings"].items()}[f"{path}/{verb}"]
        received = (float(settings["throttlingRateLimit"]), int(settings["throttlingBurstLimit"]))
        same(received, (float(limits["rate"]), limits["burst"]), route)
        logs = settings["loggingLevel"], settings["dataTraceEnabled"], settings["metricsEnabled"]
        same(logs, (STAGE["logs"]["level"], STAGE["logs"]["fullData"], True), f"logs of {route}")


@check
def the_domain_leads_to_the_stage():
    config = STAGE.get("domain")
    names = [item["domainName"] for item in GATEWAY.get_domain_names()["items"]]
    if config is None or config["shared"]:
        return same(names, [], "domains")
    domain = GATEWAY.get_domain_name(domainName=config["name"])
    same(domain["securityPolicy"], config["securityPolicy"], "TLS")
    arn = domain["certificateArn" if STAGE["endpoint"] == "edge" else "regionalCertificateArn"]
    if config["certificate"].startswith("arn:"):
        same(arn, config["certificate"], "certificate")
    else:
        certificate = client("acm").describe_certificate(CertificateArn=arn)["Certificate"]
        covered = config["name"] if config["certificate"] == "exact" else f"*.{config['zone']['name']}"
        same(certificate["DomainName"], covered, "certificate")
    [mapping] = GATEWAY.get_base_path_mappings(domainName=config["name"])["items"]
    same((mapping["basePath"], mapping["restApiId"], mapping["stage"]), (config.get("basePath", "(none)"), API_ID, NAME), "mapping")
    if config["zone"]["from"] == "new":
        zone = resources(API, "AWS::Route53::HostedZone")[0]
        records = client("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
        kinds = {record["Type"] for record in records if record["Name"].rstrip(".") == config["name"]}
        assert {"A", "AAAA"} <= kinds, records
        assert "awsdns" in stack_outputs(API)["NameServers"], stack_outputs(API)


@check
def the_firewall_stands_before_the_stage():
    config = STAGE.get("waf")
    waf = client("wafv2")
    acls = waf.list_web_acls(Scope="REGIONAL")["WebACLs"]
    if config is None:
        return same(acls, [], "firewalls")
    arn = f"arn:aws:apigateway:us-east-1::/restapis/{API_ID}/stages/{NAME}"
    acl = waf.get_web_acl_for_resource(ResourceArn=arn)["WebACL"]
    rules = {rule["Name"]: rule["Statement"] for rule in acl["Rules"]}
    assert set(config["managedRules"]) <= set(rules), rules
    same(rules["rate-of-one-address"]["RateBasedStatement"]["Limit"], config["rateLimitPerIp"], "rate")
    same(list(acl["DefaultAction"]), ["Allow"], "what no rule refuses")
    for rule in acl["Rules"]:
        managed = "ManagedRuleGroupStatement" in rule["Statement"]
        decides = rule["OverrideAction"] if managed else rule["Action"]
        allowed = ["None"] if managed else ["Allow"] if rule["Name"].startswith("allowed") else ["Block"]
        same(list(decides), allowed, rule["Name"])
    [limit] = [rule["Action"]["Block"]["CustomResponse"] for rule in acl["Rules"] if rule["Name"] == "rate-of-one-address"]
    same(limit["ResponseCode"], 429, "too many requests")
    denied = [waf.get_ip_set(Name=s["Name"], Id=s["Id"], Scope="REGIONAL") for s in waf.list_ip_sets(Scope="REGIONAL")["IPSets"]]
    same(sorted(a for s in denied for a in s["IPSet"]["Addresses"]), sorted(config["deny"] + config["allow"]), "addresses")
    logging = waf.get_logging_configuration(ResourceArn=acl["ARN"])["LoggingConfiguration"]
    redacted = {field.get("SingleHeader", {}).get("Name", "query string") for field in logging["RedactedFields"]}
    sources = STAGE["authorization"].get("identitySources", [])
    headers = {source.split(".")[-1].lower() for source in sources if ".header." in source}
    queries = {"query string" for source in sources if ".querystring." in source}
    same(redacted, {"x-api-key", "authorization", "cookie"} | headers | queries, "redacted")
    for field, longest in {"UriPath": 1024, "QueryString": 2048}.items():
        limit = rules[f"size-of-{field[0].lower()}{field[1:]}"]["SizeConstraintStatement"]
        same((limit["FieldToMatch"], limit["Size"]), ({field: {}}, longest), field)


@check
def the_budget_tells_people():
    config = STAGE.get("budget")
    account = client("sts").get_caller_identity()["Account"]
    budgets = client("budgets").describe_budgets(AccountId=account).get("Budgets", [])
    if config is None:
        return same(budgets, [], "budgets")
    same([(b["TimeUnit"], float(b["BudgetLimit"]["Amount"])) for b in budgets], [("MONTHLY", config["monthlyDollars"])], "budget")
    found = client("budgets").describe_notifications_for_budget(AccountId=account, BudgetName=budgets[0]["BudgetName"])
    received = {(n["NotificationType"], int(n["Threshold"])) for n in found["Notifications"]}
    expected = {("ACTUAL", p) for p in config["actualPercent"]} | {("FORECASTED", p) for p in config["forecastPercent"]}
    same(received, expected, "alerts")


@check
def alarms_reach_people():
    config = STAGE.get("alarms")
    alarms = client("cloudwatch").describe_alarms()["MetricAlarms"]
    if config is None:
        return same(alarms, [], "alarms")
    assert len(alarms) >= 10, len(alarms)
    [topic] = {action for alarm in alarms for action in alarm["AlarmActions"]}
    subscriptions = client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    same({s["Endpoint"] for s in subscriptions if s["Protocol"] == "email"}, set(config["emails"]), "emails")

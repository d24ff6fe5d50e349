"""Reads a deployed stage back through the services' APIs and compares it with what its config promises.

EXPECTED names the file that expected.ts wrote. Every check runs; the exit status is the number of those that failed.
"""
import json
import os
import sys

import boto3

with open(os.environ["EXPECTED"]) as file:
    EXPECTED = json.load(file)
STAGE = EXPECTED["stage"]
NAME = STAGE["name"]
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def same(received, allowed, what):
    assert received == allowed, f"{what}: received {received!r}, expected {allowed!r}"


def client(service):
    return boto3.client(service)


def stack_outputs(stack):
    description = client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in description["Outputs"]}


def resources(stack, kind):
    """Physical ids of a stack's resources of a type."""
    pages = client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
    found = [row for page in pages for row in page["StackResourceSummaries"]]
    return [row["PhysicalResourceId"] for row in found if row["ResourceType"] == kind]


API = f"Jobgate-{NAME}-Api"
STATE = f"Jobgate-{NAME}-State"
GATEWAY = client("apigateway")
API_ID = resources(API, "AWS::ApiGateway::RestApi")[0]
ROUTES = EXPECTED["routes"]


def methods():
    """path, verb → method, of the deployed API."""
    items = GATEWAY.get_resources(restApiId=API_ID, limit=500, embed=["methods"])["items"]
    return {
        (item["path"], verb): GATEWAY.get_method(restApiId=API_ID, resourceId=item["id"], httpMethod=verb)
        for item in items
        for verb in item.get("resourceMethods", {})
    }


METHODS = methods()
DEPLOYED_STAGE = GATEWAY.get_stage(restApiId=API_ID, stageName=NAME)
PLANS = {plan["name"]: plan for plan in GATEWAY.get_usage_plans(limit=500)["items"]}
FUNCTIONS = [client("lambda").get_function(FunctionName=name) for name in resources(API, "AWS::Lambda::Function")]


@check
def every_route_is_a_method_that_needs_a_key_unless_it_is_open():
    for route in ROUTES:
        method = METHODS[(route["path"], route["method"])]
        same(method["apiKeyRequired"], not route.get("open", False), f"{route['method']} {route['path']}")


@check
def no_method_exists_beside_the_routes():
    known = {(route["path"], route["method"]) for route in ROUTES}
    same({key for key in METHODS if key not in known and key[1] != "OPTIONS"}, set(), "other methods")


@check
def routes_reach_the_handler_or_answer_by_themselves():
    for route in ROUTES:
        integration = METHODS[(route["path"], route["method"])]["methodIntegration"]
        same(integration["type"], "MOCK" if "fixed" in route else "AWS_PROXY", route["operation"])


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
def plans_have_their_figures():
    for plan in STAGE["plans"]:
        deployed = PLANS[plan["name"]]
        throttle, quota = plan.get("throttle"), plan.get("quota")
        received = deployed.get("throttle") and (deployed["throttle"]["rateLimit"], deployed["throttle"]["burstLimit"])
        same(received, throttle and (float(throttle["rate"]), throttle["burst"]), plan["name"])
        expected = quota and {"offset": 0, **quota}
        same(deployed.get("quota") and {"offset": 0, **deployed["quota"]}, expected, plan["name"])


@check
def plans_open_this_stage_and_throttle_its_routes():
    for plan in STAGE["plans"]:
        stages = PLANS[plan["name"]]["apiStages"]
        mine = [stage for stage in stages if (stage["apiId"], stage["stage"]) == (API_ID, NAME)]
        same(len(mine), 1, plan["name"])
        received = {
            path: (limits["rateLimit"], limits["burstLimit"]) for path, limits in mine[0].get("throttle", {}).items()
        }
        expected = {}
        for route, limits in plan.get("routes", {}).items():
            verb, path = route.split(" ", 1)
            expected[f"{path}/{verb}"] = (float(limits["rate"]), limits["burst"])
        same(received, expected, plan["name"])


@check
def keys_are_in_their_plans_with_generated_values_and_tenants():
    tenants = {}
    for plan in STAGE["plans"]:
        keys = GATEWAY.get_usage_plan_keys(usagePlanId=PLANS[plan["name"]]["id"])["items"]
        names = {key["name"]: key for key in plan.get("keys", [])}
        same({key["name"] for key in keys}, set(names), plan["name"])
        for key in keys:
            deployed = GATEWAY.get_api_key(apiKey=key["id"], includeValue=True)
            config = names[key["name"]]
            same(deployed["enabled"], config.get("enabled", True), key["name"])
            same(deployed["tags"]["tenant"], config["tenant"], key["name"])
            assert len(deployed["value"]) >= 20, "a key is shorter than 20 characters"
            tenants[key["id"]] = config["tenant"]
    handler = next(fn for fn in FUNCTIONS if command(fn) == "api.handler")
    same(json.loads(environment(handler)["TENANTS_BY_KEY_ID"]), tenants, "tenants by key")


def command(function):
    return " ".join(function["Configuration"]["ImageConfigResponse"]["ImageConfig"]["Command"])


def environment(function):
    return function["Configuration"]["Environment"]["Variables"]


@check
def no_value_of_a_key_is_written_down():
    values = [key["value"] for key in GATEWAY.get_api_keys(includeValues=True, limit=500)["items"]]
    stacks = client("cloudformation")
    for stack in (API, STATE):
        text = json.dumps(stacks.get_template(StackName=stack)["TemplateBody"]) + json.dumps(stack_outputs(stack))
        assert not any(value in text for value in values), f"{stack} holds a key"
    for function in FUNCTIONS:
        assert not any(value in json.dumps(environment(function)) for value in values), "a function holds a key"


@check
def functions_run_the_image_by_its_digest():
    uri = stack_outputs("Jobgate-Repository")["RepositoryUri"]
    for function in FUNCTIONS:
        same(function["Code"]["ImageUri"], f"{uri}@{os.environ['IMAGE_DIGEST']}", "image")
    assert {"api.handler", "worker.handler", "sweeper.handler"} <= {command(fn) for fn in FUNCTIONS}


@check
def functions_have_the_stages_memory_and_tracing():
    memory = {command(fn): fn["Configuration"]["MemorySize"] for fn in FUNCTIONS}
    same(memory["api.handler"], STAGE["api"]["memoryMegabytes"], "api")
    same(memory["worker.handler"], STAGE["worker"]["memoryMegabytes"], "worker")
    mode = "Active" if STAGE["tracing"]["active"] else "PassThrough"
    same({fn["Configuration"]["TracingConfig"]["Mode"] for fn in FUNCTIONS}, {mode}, "tracing")


@check
def api_gateway_may_invoke_the_handler_of_this_api_alone():
    handler = next(fn for fn in FUNCTIONS if command(fn) == "api.handler")["Configuration"]["FunctionName"]
    policy = json.loads(client("lambda").get_policy(FunctionName=handler)["Policy"])
    sources = [
        statement["Condition"]["ArnLike"]["AWS:SourceArn"]
        for statement in policy["Statement"]
        if statement["Principal"]["Service"] == "apigateway.amazonaws.com"
    ]
    assert sources and all(f":{API_ID}/" in source for source in sources), sources


@check
def the_worker_takes_batches_from_the_queue():
    mappings = client("lambda").list_event_source_mappings()["EventSourceMappings"]
    queue = client("sqs").get_queue_attributes(QueueUrl=stack_outputs(STATE)["QueueUrl"], AttributeNames=["All"])
    mapping = next(m for m in mappings if m["EventSourceArn"] == queue["Attributes"]["QueueArn"])
    same(mapping["BatchSize"], STAGE["worker"]["batchSize"], "batch")
    same(mapping["FunctionResponseTypes"], ["ReportBatchItemFailures"], "partial batch responses")
    worker = next(fn for fn in FUNCTIONS if command(fn) == "worker.handler")["Configuration"]
    same(mapping["FunctionArn"], worker["FunctionArn"], "function")
    same(worker["Timeout"], STAGE["worker"]["timeoutSeconds"], "timeout")
    assert int(queue["Attributes"]["VisibilityTimeout"]) >= 6 * worker["Timeout"], "visibility"


@check
def queues_redrive_and_are_encrypted_and_refuse_plain_text():
    sqs = client("sqs")
    outputs = stack_outputs(STATE)
    attributes = sqs.get_queue_attributes(QueueUrl=outputs["QueueUrl"], AttributeNames=["All"])["Attributes"]
    dead = sqs.get_queue_attributes(QueueUrl=outputs["DeadLetterQueueUrl"], AttributeNames=["All"])["Attributes"]
    redrive = json.loads(attributes["RedrivePolicy"])
    same(redrive["deadLetterTargetArn"], dead["QueueArn"], "dead letters")
    assert int(redrive["maxReceiveCount"]) >= 5, redrive
    for queue in (attributes, dead):
        assert '"aws:SecureTransport": "false"' in json.dumps(json.loads(queue["Policy"])), queue["Policy"]


@check
def the_table_has_its_keys_backups_and_time_to_live():
    dynamodb = client("dynamodb")
    name = stack_outputs(STATE)["TableName"]
    table = dynamodb.describe_table(TableName=name)["Table"]
    promised = EXPECTED["table"]
    same([key["AttributeName"] for key in table["KeySchema"]], [promised["partitionKey"]], "key")
    indexes = {
        index["IndexName"]: [key["AttributeName"] for key in index["KeySchema"]]
        for index in table["GlobalSecondaryIndexes"]
    }
    expected = {
        name: [index["partitionKey"], index["sortKey"]["name"]] for name, index in promised["indexes"].items()
    }
    same(indexes, expected, "indexes")
    same(table["DeletionProtectionEnabled"], STAGE["state"]["deletionProtection"], "deletion protection")
    same(table["SSEDescription"]["Status"], "ENABLED", "encryption")
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    same(backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"], "ENABLED", "recovery")
    expiry = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    same((expiry["TimeToLiveStatus"], expiry["AttributeName"]), ("ENABLED", promised["timeToLive"]), "time to live")


@check
def the_bucket_is_encrypted():
    s3 = client("s3")
    bucket = stack_outputs(STATE)["BucketName"]
    rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    same(len(rules), 1, "encryption")


@check
def the_sweeper_runs_every_minute():
    rules = client("events").list_rules()["Rules"]
    mine = [rule for rule in rules if rule["Name"] in resources(API, "AWS::Events::Rule")]
    assert "rate(1 minute)" in [rule["ScheduleExpression"] for rule in mine], mine


@check
def gateway_responses_are_problems():
    deployed = {item["responseType"]: item for item in GATEWAY.get_gateway_responses(restApiId=API_ID)["items"]}
    for kind in EXPECTED["gatewayResponses"]:
        response = deployed[kind]
        header = response["responseParameters"]["gatewayresponse.header.Content-Type"]
        same(header, "'application/problem+json'", kind)
        assert f'"status":{response["statusCode"]}' in response["responseTemplates"]["application/json"], kind


@check
def the_repository_keeps_tags_and_scans():
    name = stack_outputs("Jobgate-Repository")["RepositoryUri"].split("/", 1)[1]
    repository = client("ecr").describe_repositories(repositoryNames=[name])["repositories"][0]
    same(repository["imageTagMutability"], "IMMUTABLE", "tags")
    same(repository["imageScanningConfiguration"]["scanOnPush"], True, "scan")
    client("ecr").get_lifecycle_policy(repositoryName=name)

MODES = {"none": "NONE", "iam": "AWS_IAM", "lambda": "CUSTOM", "cognito": "COGNITO_USER_POOLS"}


@check
def every_route_has_its_authorization():
    for route, mode in zip(ROUTES, EXPECTED["modes"]):
        method = METHODS[(route["path"], route["method"])]
        same(method["authorizationType"], MODES[mode], route["operation"])
        same("authorizerId" in method, mode in ("lambda", "cognito"), f"authorizer of {route['operation']}")


@check
def the_authorizer_is_as_the_stage_says():
    config = STAGE["authorization"]
    authorizers = GATEWAY.get_authorizers(restApiId=API_ID)["items"]
    same(len(authorizers), 1 if config["mode"] in ("lambda", "cognito") else 0, "authorizers")
    for authorizer in authorizers:
        same(authorizer["authorizerResultTtlInSeconds"], config.get("cacheSeconds", 300), "cache")
        if config["mode"] == "cognito":
            same(authorizer["type"], "COGNITO_USER_POOLS", "type")
            pool = stack_outputs(API)["UserPoolId"]
            same([arn.split("/")[-1] for arn in authorizer["providerARNs"]], [pool], "pool")
            continue
        same(authorizer["type"], config.get("type", "token").upper(), "type")
        sources = config.get("identitySources", ["method.request.header.Authorization"])
        same(authorizer["identitySource"], ",".join(sources), "identity sources")
        decider = next(fn for fn in FUNCTIONS if command(fn) == "authorizer.handler")
        assert decider["Configuration"]["FunctionArn"] in authorizer["authorizerUri"], authorizer["authorizerUri"]
        accepted = json.loads(environment(decider)["ACCEPTED_TOKENS"])
        same({key: accepted[key] for key in config["jwt"]}, config["jwt"], "tokens")


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
def requests_are_validated_at_the_edge():
    for route in ROUTES:
        method = METHODS[(route["path"], route["method"])]
        validator = GATEWAY.get_request_validator(restApiId=API_ID, requestValidatorId=method["requestValidatorId"])
        same((validator["validateRequestBody"], validator["validateRequestParameters"]), (True, True), "validator")
        parameters = set(method.get("requestParameters", {}))
        expected = {f"method.request.querystring.{name}" for name in route.get("query", {})}
        assert expected <= parameters, f"{route['operation']}: {parameters}"
        if "body" in route:
            name = method["requestModels"]["application/json"]
            model = json.loads(GATEWAY.get_model(restApiId=API_ID, modelName=name)["schema"])
            same(model["$schema"], "http://json-schema.org/draft-04/schema#", name)
            same("properties" in model, STAGE["validation"] == "full", f"fields of {name}")


@check
def pages_may_call_where_the_stage_says():
    preflights = {path: method for (path, verb), method in METHODS.items() if verb == "OPTIONS"}
    same(set(preflights), {route["path"] for route in ROUTES} if "cors" in STAGE else set(), "preflights")
    for path, method in preflights.items():
        same(method["apiKeyRequired"], False, path)
        answer = method["methodIntegration"]["integrationResponses"]["204"]
        origin = answer["responseParameters"]["method.response.header.Access-Control-Allow-Origin"]
        same(origin, f"'{STAGE['cors']['origins'][0]}'", path)
        for other in STAGE["cors"]["origins"][1:]:
            assert other in answer["responseTemplates"]["application/json"], f"{path}: {other}"
    for response in GATEWAY.get_gateway_responses(restApiId=API_ID)["items"]:
        header = response.get("responseParameters", {}).get("gatewayresponse.header.Access-Control-Allow-Origin")
        same(header is not None, "cors" in STAGE, response["responseType"])


@check
def routes_are_throttled():
    for route, limits in STAGE["throttle"].get("routes", {}).items():
        verb, path = route.split(" ", 1)
        settings = {key.replace("~1", "/"): value for key, value in DEPLOYED_STAGE["methodSettings"].items()}[f"{path}/{verb}"]
        received = (float(settings["throttlingRateLimit"]), int(settings["throttlingBurstLimit"]))
        same(received, (float(limits["rate"]), limits["burst"]), route)


@check
def the_domain_leads_to_the_stage():
    config = STAGE.get("domain")
    names = [item["domainName"] for item in GATEWAY.get_domain_names()["items"]]
    if config is None or config["shared"]:
        return same(names, [], "domains")
    domain = GATEWAY.get_domain_name(domainName=config["name"])
    same(domain["securityPolicy"], config["securityPolicy"], "TLS")
    certificate = client("acm").describe_certificate(CertificateArn=domain["regionalCertificateArn"])["Certificate"]
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
    denied = [waf.get_ip_set(Name=s["Name"], Id=s["Id"], Scope="REGIONAL") for s in waf.list_ip_sets(Scope="REGIONAL")["IPSets"]]
    same(sorted(a for s in denied for a in s["IPSet"]["Addresses"]), sorted(config["deny"] + config["allow"]), "addresses")
    logging = waf.get_logging_configuration(ResourceArn=acl["ARN"])["LoggingConfiguration"]
    redacted = {field["SingleHeader"]["Name"] for field in logging["RedactedFields"]}
    assert {"x-api-key", "authorization"} <= redacted, redacted


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


@check
def a_key_of_the_stage_encrypts_what_it_keeps_where_asked():
    keys = resources(STATE, "AWS::KMS::Key")
    same(len(keys), 1 if STAGE["state"]["customerKey"] else 0, "keys")
    if not keys:
        return
    kms = client("kms")
    same(kms.get_key_rotation_status(KeyId=keys[0])["KeyRotationEnabled"], True, "rotation")
    arn = f"arn:aws:kms:us-east-1:{client('sts').get_caller_identity()['Account']}:key/{keys[0]}"
    table = client("dynamodb").describe_table(TableName=stack_outputs(STATE)["TableName"])["Table"]
    same(table["SSEDescription"]["KMSMasterKeyArn"], arn, "table")


@check
def functions_have_the_concurrency_that_is_kept_free_for_them():
    for name in ("api", "worker"):
        fn = next(fn for fn in FUNCTIONS if command(fn) == f"{name}.handler")
        received = fn.get("Concurrency", {}).get("ReservedConcurrentExecutions")
        same(received, STAGE[name].get("reservedConcurrency"), name)


failures = 0
for function in CHECKS:
    try:
        function()
    except Exception as error:  # a missing resource is a failed check like any other
        failures += 1
        print(f"  FAILED {function.__name__.replace('_', ' ')}: {type(error).__name__}: {error}")
print(f"  {len(CHECKS) - failures} of {len(CHECKS)} read-back checks passed")
sys.exit(failures)

"""Every route: its key, authorization, validation, errors and preflight."""
import json

from deployed import (
    API,
    API_ID,
    EXPECTED,
    FUNCTIONS,
    GATEWAY,
    METHODS,
    ROUTES,
    STAGE,
    check,
    client,
    command,
    environment,
    same,
    stack_outputs,
)


MODES = {"none": "NONE", "iam": "AWS_IAM", "lambda": "CUSTOM", "cognito": "COGNITO_USER_POOLS"}


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
def gateway_responses_are_problems():
    deployed = {item["responseType"]: item for item in GATEWAY.get_gateway_responses(restApiId=API_ID)["items"]}
    for kind in EXPECTED["gatewayResponses"]:
        response = deployed[kind]
        header = response["responseParameters"]["gatewayresponse.header.Content-Type"]
        same(header, "'application/problem+json'", kind)
        assert f'"status":{response["statusCode"]}' in response["responseTemplates"]["application/json"], kind


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
            pool = config["userPoolArn"].split("/")[-1] if "userPoolArn" in config else stack_outputs(API)["UserPoolId"]
            same([arn.split("/")[-1] for arn in authorizer["providerARNs"]], [pool], "pool")
            continue
        same(authorizer["type"], config.get("type", "token").upper(), "type")
        sources = config.get("identitySources", ["method.request.header.Authorization"])
        same(authorizer["identitySource"], ",".join(sources), "identity sources")
        if "functionArn" in config:
            assert f"/{config['functionArn']}/" in authorizer["authorizerUri"], authorizer["authorizerUri"]
            continue
        decider = next(fn for fn in FUNCTIONS if command(fn) == "authorizer.handler")
        assert decider["Configuration"]["FunctionArn"] in authorizer["authorizerUri"], authorizer["authorizerUri"]
        accepted = json.loads(environment(decider)["ACCEPTED_TOKENS"])
        same({key: accepted[key] for key in config["jwt"]}, config["jwt"], "tokens")


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
    for route in ROUTES if "cors" in STAGE else []:
        if "fixed" in route:
            answer = METHODS[(route["path"], route["method"])]["methodIntegration"]["integrationResponses"]["200"]
            origin = answer["responseParameters"]["method.response.header.Access-Control-Allow-Origin"]
            same(origin, f"'{STAGE['cors']['origins'][0]}'", route["operation"])
    for response in GATEWAY.get_gateway_responses(restApiId=API_ID)["items"]:
        header = response.get("responseParameters", {}).get("gatewayresponse.header.Access-Control-Allow-Origin")
        same(header is not None, "cors" in STAGE, response["responseType"])

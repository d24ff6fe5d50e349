"""Usage plans and API keys."""
import json

from deployed import (
    API,
    API_ID,
    FUNCTIONS,
    GATEWAY,
    NAME,
    PLANS,
    STAGE,
    STATE,
    check,
    client,
    command,
    environment,
    same,
    stack_outputs,
)


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
        others = {(stage["apiId"], stage["stage"]) for stage in stages} - {(API_ID, NAME)}
        same(others, {(other["apiId"], other["stage"]) for other in plan.get("otherStages", [])}, plan["name"])
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
            # A key of another stage is not this one's to tag.
            if "existingId" in config:
                same(key["id"], config["existingId"], key["name"])
            else:
                same(deployed["tags"]["tenant"], config["tenant"], key["name"])
            assert len(deployed["value"]) >= 20, "a key is shorter than 20 characters"
            tenants[key["id"]] = config["tenant"]
    handler = next(fn for fn in FUNCTIONS if command(fn) == "api.handler")
    same(json.loads(environment(handler)["TENANTS_BY_KEY_ID"]), tenants, "tenants by key")


@check
def no_value_of_a_key_is_written_down():
    values = [key["value"] for key in GATEWAY.get_api_keys(includeValues=True, limit=500)["items"]]
    stacks = client("cloudformation")
    for stack in (API, STATE):
        text = json.dumps(stacks.get_template(StackName=stack)["TemplateBody"]) + json.dumps(stack_outputs(stack))
        assert not any(value in text for value in values), f"{stack} holds a key"
    for function in FUNCTIONS:
        assert not any(value in json.dumps(environment(function)) for value in values), "a function holds a key"

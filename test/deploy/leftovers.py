"""Lists what exists in the account, by kind, or fails when something of such a list is still there.

    leftovers.py record FILE    before `cdk destroy`
    leftovers.py check FILE     after it; what the stage's config retains must still be there instead
The local endpoint makes a deleted stack's queues and tables anew, under other names, when it is asked for the outputs of
that stack; therefore the names before and after are compared.
"""
import json
import os
import sys

import boto3

with open(os.environ["EXPECTED"]) as file:
    RETAINS = json.load(file)["stage"]["state"]["removal"] == "retain"


def existing():
    gateway = boto3.client("apigateway")
    stacks = boto3.client("cloudformation").describe_stacks()["Stacks"]
    return {
        "stacks": [stack["StackName"] for stack in stacks if stack["StackName"] != "CDKToolkit"],
        "APIs": [api["id"] for api in gateway.get_rest_apis()["items"]],
        "usage plans": [plan["id"] for plan in gateway.get_usage_plans()["items"]],
        "keys": [key["id"] for key in gateway.get_api_keys()["items"]],
        "functions": [fn["FunctionName"] for fn in boto3.client("lambda").list_functions()["Functions"]],
        "logs": [group["logGroupName"] for group in boto3.client("logs").describe_log_groups()["logGroups"]],
        "queues": boto3.client("sqs").list_queues().get("QueueUrls", []),
        "tables": boto3.client("dynamodb").list_tables()["TableNames"],
    }


mode, path = sys.argv[1:]
if mode == "record":
    with open(path, "w") as file:
        json.dump(existing(), file)
    sys.exit()

with open(path) as file:
    before = json.load(file)
left = {kind: sorted(set(names) & set(before[kind])) for kind, names in existing().items()}
retained = left.pop("tables") if RETAINS else []
if RETAINS and retained != sorted(before["tables"]):
    sys.exit(f"the stage retains its tables; of {before['tables']} there are {retained}")
if any(left.values()):
    sys.exit(f"left after destroy: { {kind: names for kind, names in left.items() if names} }")
print("destroyed " + ", ".join(f"{len(names)} {kind}" for kind, names in before.items() if not (RETAINS and kind == "tables")))

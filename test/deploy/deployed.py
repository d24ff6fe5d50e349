"""The deployed stage, as the services' APIs tell of it, and what its config promises (EXPECTED, written by expected.ts)."""
import json
import os

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


def command(function):
    return " ".join(function["Configuration"]["ImageConfigResponse"]["ImageConfig"]["Command"])


def environment(function):
    return function["Configuration"].get("Environment", {}).get("Variables", {})

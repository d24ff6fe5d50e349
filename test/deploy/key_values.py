"""Prints every key of the account with a digest of its value, one a line, to see that a deployment changed none."""
import hashlib

import boto3

for key in boto3.client("apigateway").get_api_keys(includeValues=True, limit=500)["items"]:
    print(key["id"], key["name"], hashlib.sha256(key["value"].encode()).hexdigest())

"""Makes what another service of the account would have, a key and an API with a stage, and prints their ids for a shell."""
import boto3

gateway = boto3.client("apigateway")
key = gateway.create_api_key(name="elsewhere", enabled=True)
api = gateway.create_rest_api(name="another service")
root = gateway.get_resources(restApiId=api["id"])["items"][0]
method = {"restApiId": api["id"], "resourceId": root["id"], "httpMethod": "GET"}
gateway.put_method(**method, authorizationType="NONE")
gateway.put_integration(**method, type="MOCK")
gateway.create_deployment(restApiId=api["id"], stageName="beta")
print(f"export OTHER_KEY={key['id']} OTHER_API={api['id']}")

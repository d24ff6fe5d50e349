# What an update of a stack does on AWS and the endpoint does otherwise. This text is put into its server, as the rest.
import subprocess, threading
from http.server import BaseHTTPRequestHandler, HTTPServer


# ---- One plan a stage and key, and none for a key that is gone, as API Gateway has it.
class _PlanConflict(apigw.ConflictException):
    def __init__(self, plan_id, key_id):
        super().__init__(
            f"Usage Plan {plan_id} cannot be added because API Key {key_id} cannot reference multiple Usage Plans "
            "with the same API Stage"
        )


def _stages(plan):
    return {(stage["apiId"], stage["stage"]) for stage in plan.api_stages}


_create_key, _delete_key = apigw.APIGatewayBackend.create_usage_plan_key, apigw.APIGatewayBackend.delete_usage_plan_key


def _create_usage_plan_key(self, usage_plan_id, payload):
    key_id, plan = payload["keyId"], self.usage_plans[usage_plan_id]
    for other_id, keys in self.usage_plan_keys.items():
        if key_id in keys and other_id in self.usage_plans and _stages(plan) & _stages(self.usage_plans[other_id]):
            raise _PlanConflict(usage_plan_id, key_id)
    return _create_key(self, usage_plan_id, payload)


def _delete_usage_plan_key(self, usage_plan_id, key_id):
    if key_id not in self.usage_plan_keys.get(usage_plan_id, {}):
        raise apigw.UsagePlanNotFoundException()
    return _delete_key(self, usage_plan_id, key_id)


def _delete_api_key(self, api_key_id):
    for keys in self.usage_plan_keys.values():
        keys.pop(api_key_id, None)
    return _delete_whole_key(self, api_key_id)


_delete_whole_key = apigw.APIGatewayBackend.delete_api_key
apigw.APIGatewayBackend.delete_api_key = _delete_api_key
apigw.APIGatewayBackend.create_usage_plan_key = _create_usage_plan_key
apigw.APIGatewayBackend.delete_usage_plan_key = _delete_usage_plan_key


# ---- New and changed resources in the order of their references, and only then what has left the template. A failure
# is undone.
def _references(value):
    if isinstance(value, list):
        return {name for item in value for name in _references(item)}
    if not isinstance(value, dict):
        return set()
    own = {value["Ref"]} if isinstance(value.get("Ref"), str) else set()
    attribute, depends = value.get("Fn::GetAtt"), value.get("DependsOn", [])
    own |= {attribute[0]} if isinstance(attribute, list) else set()
    own |= {depends} if isinstance(depends, str) else {name for name in depends if isinstance(name, str)}
    return own | {name for item in value.values() for name in _references(item)}


def _apply(self, template, before):
    old, new = before["Resources"], template["Resources"]
    self._template, self._resource_json_map = template, new
    self.load_mapping()
    self.load_parameters()
    self.load_conditions()
    seen = set()

    def apply(name):
        if name in seen or name not in new:
            return
        seen.add(name)
        for reference in sorted(_references(new[name])):
            apply(reference)
        if name not in self._parsed_resources:
            self[name]  # moto makes a resource when it is asked for
        elif name in old and old[name] != new[name]:
            self._parsed_resources[name] = parsing.parse_and_update_resource(
                name, new[name], self, account_id=self._account_id, region_name=self._region_name
            )

    for name in new:
        apply(name)


def _remove(self, template, kept):
    """What only the first template has; what others refer to comes last."""
    resources = template["Resources"]
    names = [name for name in resources if name not in kept["Resources"] and name in self._parsed_resources]
    for name in sorted(names, key=lambda name: sum(name in _references(resources[other]) for other in names)):
        self._delete_resource(self._parsed_resources.pop(name), resources[name])


_first_update = parsing.ResourceMap.update


def _update(self, template, parameters=None):
    before = self._template
    if "Resources" not in before:  # a change set that makes the stack
        return _first_update(self, template, parameters)
    if parameters:
        self.input_parameters = parameters
    stack = cfm.cloudformation_backends[self._account_id][self._region_name].get_stack(self.stack_id)
    stack.status = "UPDATE_IN_PROGRESS"
    try:
        _apply(self, template, before)
    except Exception as error:
        stack.status = "UPDATE_ROLLBACK_IN_PROGRESS"
        _apply(self, before, template)
        _remove(self, template, before)
        stack.status = "UPDATE_ROLLBACK_COMPLETE"
        raise ValidationError(message=str(error))
    _remove(self, before, template)


parsing.ResourceMap.update = _update


# ---- What CloudFormation refuses before it begins: a resource stays of its type, and no export goes that another stack
# uses. After an update there are the exports of the new template, and after a failed one there is the old template.
_update_stack = cfm.Stack.update


def _refuse(self, template, others):
    old = self.template_dict.get("Resources", {})
    changed = [name for name, made in template["Resources"].items() if made["Type"] != old.get(name, made)["Type"]]
    if changed:
        raise ValidationError(message=f"Update of resource type is not permitted: {', '.join(changed)}")
    kept = {output["Export"]["Name"] for output in template.get("Outputs", {}).values() if "Export" in output}
    for name in sorted({export.name for export in self.exports} - kept):
        users = [other.name for other in others if f'"{name}"' in json.dumps(other.template_dict)]
        if users:
            raise ValidationError(message=f"Export {name} cannot be deleted as it is in use by {', '.join(users)}")


def _updated(self, template, *place, **options):
    backend = cfm.cloudformation_backends[self.account_id][self.region_name]
    others = [stack for stack in backend.stacks.values() if stack is not self and stack.status != "DELETE_COMPLETE"]
    _refuse(self, self.parse_template(template), others)
    names = [export.name for export in self.exports]
    before = self.template, self.template_dict
    try:
        _update_stack(self, template, *place, **options)
    except Exception:
        self.template, self.template_dict = before
        raise
    for name in names:
        backend.exports.pop(name, None)
    backend.exports.update({export.name: export for export in self.exports})


cfm.Stack.update = _updated


# ---- The project's own custom resource: its function runs for every request, as Lambda would run it.
def _ask(kind, ctx, properties, old=None):
    answers = []

    class Answer(BaseHTTPRequestHandler):
        def do_PUT(self):
            answers.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("localhost", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    request = {
        "RequestType": kind,
        "RequestId": "request",
        "ResponseURL": f"http://localhost:{server.server_port}/",
        "StackId": ctx.kw["StackId"],
        "LogicalResourceId": ctx.kw["LogicalId"],
        "ResourceProperties": properties,
        **({} if kind == "Create" else {"PhysicalResourceId": ctx.kw["LogicalId"]}),
        **({"OldResourceProperties": old} if old else {}),
    }
    run = "require(process.argv[1]).handler(JSON.parse(process.argv[2]), { awsRequestId: 'deploy-check' })"
    env = {
        **os.environ, "AWS_REGION": ctx.region, "AWS_ENDPOINT_URL": f"http://localhost:{PORT}",
        "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
    }
    try:
        subprocess.run(["node", "-e", run, os.environ["KEY_MOVES"], json.dumps(request)], env=env, check=True, timeout=60)
    finally:
        server.shutdown()
    assert answers and answers[-1]["Status"] == "SUCCESS", f"{ctx.kw['LogicalId']}: {answers}"


class _KeyMoves(REG["Custom::AWS"]):
    __module__ = "moto.cloudformation.types"  # moto reads the service's name from it

    @classmethod
    def create_from_cloudformation_json(cls, name, j, account_id, region_name, **kw):
        made = _custom(cls, name, j, account_id, region_name, **kw)
        if "Members" in made.props:
            _ask("Create", made.ctx, made.props)
        return made

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json, **place):
        if "Members" not in original_resource.props:
            return _custom_update(cls, original_resource, new_resource_name, cloudformation_json, **place)
        properties = cloudformation_json["Properties"]
        _ask("Update", original_resource.ctx, properties, original_resource.props)
        original_resource.props = dict(properties)
        return original_resource

    def delete(self, *place):
        if "Members" in self.props:
            _ask("Delete", self.ctx, self.props)


_custom = REG["Custom::AWS"].create_from_cloudformation_json.__func__
_custom_update = REG["Custom::AWS"].update_from_cloudformation_json.__func__
REG["Custom::AWS"] = _KeyMoves

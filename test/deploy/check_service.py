"""Functions, queues, table, bucket, image and encryption."""
import json
import os

from deployed import (
    API,
    EXPECTED,
    FUNCTIONS,
    STAGE,
    STATE,
    check,
    client,
    command,
    resources,
    same,
    stack_outputs,
)


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
def the_buckets_are_encrypted():
    s3 = client("s3")
    for bucket in resources(STATE, "AWS::S3::Bucket"):
        rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
        same(len(rules), 1, f"encryption of {bucket}")


@check
def topics_refuse_plain_text():
    sns = client("sns")
    topics = resources(STATE, "AWS::SNS::Topic") + resources(API, "AWS::SNS::Topic")
    assert topics, "there is no topic"
    for topic in topics:
        policy = json.loads(sns.get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"])["Statement"]
        plain = [s for s in policy if s.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false"]
        same([s["Effect"] for s in plain], ["Deny"], f"plain text to {topic}")


@check
def the_sweeper_runs_every_minute():
    rules = client("events").list_rules()["Rules"]
    mine = [rule for rule in rules if rule["Name"] in resources(API, "AWS::Events::Rule")]
    assert "rate(1 minute)" in [rule["ScheduleExpression"] for rule in mine], mine


@check
def the_repository_keeps_tags_and_scans():
    name = stack_outputs("Jobgate-Repository")["RepositoryUri"].split("/", 1)[1]
    repository = client("ecr").describe_repositories(repositoryNames=[name])["repositories"][0]
    same(repository["imageTagMutability"], "IMMUTABLE", "tags")
    same(repository["imageScanningConfiguration"]["scanOnPush"], True, "scan")
    client("ecr").get_lifecycle_policy(repositoryName=name)

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

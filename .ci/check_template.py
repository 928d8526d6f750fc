"""Checks what `sam deploy` would really create: template.yaml as SAM's own translator expands it.

Run from the project's root, after Maven has built the zips, with the Python that aws-sam-cli is installed in.
Prints every problem and exits 1, or prints one line and exits 0. Asks no AWS service.
"""

import json
import logging
import re
import sys
from pathlib import Path

import boto3
from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

FUNCTIONS = {"GatewayFunction", "UsageFunction", "StreamFunction", "SweepFunction", "AdminFunction"}

# Tables of what is worth nothing once its time is over: they go with the stack, and DynamoDB empties them. All others are kept.
PASSING = {"StateTable", "AnswersTable"}

# All that a role may do to a table.
TABLE_ACTIONS = {
    "GatewayRole": {
        "CatalogTable": {"GetItem"},
        "KeysTable": {"GetItem"},
        "LedgerTable": {"PutItem"},
        "StateTable": {"BatchGetItem", "UpdateItem", "DeleteItem"},
        "AnswersTable": {"GetItem", "PutItem", "UpdateItem", "DeleteItem"},
        "PayloadsTable": {"PutItem"},
    },
    "UsageRole": {
        "CatalogTable": {"GetItem"},
        "KeysTable": {"GetItem"},
        "LedgerTable": {"GetItem", "Query"},
        "PayloadsTable": {"Query"},
        "StateTable": {"BatchGetItem"},
        "RollupsTable": {"BatchGetItem", "Query"},
    },
    "StreamRole": {
        "RollupsTable": {"BatchGetItem", "BatchWriteItem", "GetItem", "PutItem", "Query", "UpdateItem"},
    },
    "SweepRole": {
        "LedgerTable": {"PutItem", "Query"},
        "RollupsTable": {"BatchGetItem", "BatchWriteItem", "PutItem", "Query", "UpdateItem"},
    },
    "AdminRole": {
        "CatalogTable": {"GetItem", "PutItem"},
        "KeysTable": {"GetItem", "PutItem", "DeleteItem", "Scan"},
        "LedgerTable": {"Query"},
        "StateTable": {"BatchGetItem"},
        "AnswersTable": {"GetItem"},
    },
}

# The one role that reads a stream, and what Lambda does there in it.
STREAM_READER = "StreamRole"
STREAM = {"Fn::Sub": "${LedgerTable.Arn}/stream/*"}
STREAM_ACTIONS = {"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}

ALARMS = {
    "HalfBudgetAlarm",
    "MostBudgetAlarm",
    "WholeBudgetAlarm",
    "LedgerSpillAlarm",
    "UnpricedCallsAlarm",
    "RollupSkippedAlarm",
    "ErrorRateAlarm",
    "StreamAgeAlarm",
    "RollupErrorsAlarm",
    "StreamSilentAlarm",
    "FunctionThrottlesAlarm",
    "WriteThrottlesAlarm",
    "ReadThrottlesAlarm",
}

# Of a dashboard; one of more is not free.
MAX_METRICS = 49

# Lambda's bound, in seconds.
MAX_WINDOW = 900

ENVELOPE = re.compile(r'^\{"error":\{"message":"[^"]+","type":"[a-z_]+","param":null,"code":"[a-z_]+"\}\}$')
MAX_ZIP_BYTES = 20 * 1024 * 1024


def zips(template):
    """Each function's zip, by the function's logical id."""
    return {
        name: Path(resource["Properties"]["CodeUri"])
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def expanded(template):
    """The resources that CloudFormation gets; the zips stand where `sam package` would have uploaded them."""
    for name in zips(template):
        template["Resources"][name]["Properties"]["CodeUri"] = f"s3://bucket/{name}"
    session = boto3.session.Session(region_name="us-east-1")
    return Translator({}, Parser(), boto_session=session).translate(template, {})["Resources"]


def of_type(resources, kind):
    return {name: r["Properties"] for name, r in resources.items() if r["Type"] == kind}


def listed(value):
    return value if isinstance(value, list) else [value]


def zip_problems(zips):
    for name, path in zips.items():
        if not path.is_file():
            yield f"{name}: {path} is not built"
        elif path.stat().st_size > MAX_ZIP_BYTES:
            yield f"{name}: {path} has {path.stat().st_size} bytes, more than {MAX_ZIP_BYTES}"


def function_problems(resources):
    functions = of_type(resources, "AWS::Lambda::Function")
    if set(functions) != FUNCTIONS:
        yield f"functions: expected {sorted(FUNCTIONS)}, got {sorted(functions)}"
    for name, function in functions.items():
        if function.get("SnapStart") != {"ApplyOn": "PublishedVersions"}:
            yield f"{name}: no SnapStart on published versions"
        if function["Runtime"] != "java25" or function["Architectures"] != ["arm64"]:
            yield f"{name}: not java25 on arm64"
    aliases = {a["FunctionName"]["Ref"] for a in of_type(resources, "AWS::Lambda::Alias").values() if a["Name"] == "live"}
    if aliases != FUNCTIONS:
        yield f"alias live: only on {sorted(aliases)}"


def route_problems(resources):
    """Every route calls an alias: the gateway's as a stream, the others' buffered."""
    paths = resources["Api"]["Properties"]["Body"]["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            integration = operation["x-amazon-apigateway-integration"]
            uri = integration["uri"]["Fn::Sub"]
            if not re.search(r"\$\{\w+Alias\w+\}", uri):
                yield f"{path}: does not call an alias: {uri}"
            streams = uri.endswith("/response-streaming-invocations")
            if streams != (integration.get("responseTransferMode") == "STREAM"):
                yield f"{path}: transfer mode and invocation differ"
            if streams != ("GatewayFunction" in uri):
                yield f"{path}: only the gateway's routes stream, and all of them"
            if streams and integration.get("timeoutInMillis") != 900_000:
                yield f"{path}: a stream is cut before 15 minutes"
            if method != "x-amazon-apigateway-any-method":
                yield f"{path}: takes {method} alone, so that API Gateway answers the other methods"
    if "/{proxy+}" not in paths:
        yield "/{proxy+}: an unknown path does not reach the gateway"


def permission_problems(resources):
    """No managed policy, no `*` as a resource or an action; the gateway cannot read the admin key."""
    for name, role in of_type(resources, "AWS::IAM::Role").items():
        if role.get("ManagedPolicyArns"):
            yield f"{name}: managed policies {role['ManagedPolicyArns']}"
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                if "*" in listed(statement["Resource"]):
                    yield f"{name}: {statement['Action']} on *"
                if any("*" in action for action in listed(statement["Action"])):
                    yield f"{name}: an action with *: {statement['Action']}"
                if name != "AdminRole" and {"Ref": "AdminKeySecret"} in listed(statement["Resource"]):
                    yield f"{name}: reads the admin key"


def table_actions(role):
    """What a role's policies let it do to tables: the actions by the table's logical id."""
    actions = {}
    for policy in role.get("Policies", []):
        for statement in policy["PolicyDocument"]["Statement"]:
            for action in listed(statement["Action"]):
                service, name = action.split(":")
                if service == "dynamodb":
                    for resource in listed(statement["Resource"]):
                        if resource != STREAM:
                            actions.setdefault(resource["Fn::GetAtt"][0], set()).add(name)
    return actions


def stream_problems(resources):
    """All that happens in the ledger reaches the roll-ups: no change is dropped, each names its shard, and only one role reads them."""
    view = resources["LedgerTable"]["Properties"].get("StreamSpecification")
    if view != {"StreamViewType": "NEW_AND_OLD_IMAGES"}:
        yield f"LedgerTable: its stream is {view}"
    mappings = of_type(resources, "AWS::Lambda::EventSourceMapping")
    if len(mappings) != 1:
        yield f"event source mappings: expected one, got {sorted(mappings)}"
    for name, mapping in mappings.items():
        if mapping["EventSourceArn"] != {"Fn::GetAtt": ["LedgerTable", "StreamArn"]}:
            yield f"{name}: reads {mapping['EventSourceArn']}"
        expected = {
            "StartingPosition": "TRIM_HORIZON",
            "MaximumRetryAttempts": -1,
            "MaximumRecordAgeInSeconds": -1,
            "BisectBatchOnFunctionError": True,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "ParallelizationFactor": 1,
        }
        for key, value in expected.items():
            if mapping.get(key) != value:
                yield f"{name}: {key} is {mapping.get(key)}, not {value}"
        window = mapping.get("TumblingWindowInSeconds") or 0
        if not 0 < window <= MAX_WINDOW:
            yield f"{name}: a tumbling window of {window} s: without one, events do not name their shard, and {MAX_WINDOW} is the longest"
        filters = [json.loads(each["Pattern"]) for each in mapping.get("FilterCriteria", {}).get("Filters", [])]
        if filters != [{"eventName": ["INSERT", "MODIFY"]}]:
            yield f"{name}: filters by {filters}"
        if not re.search(r"StreamFunctionAlias\w+", str(mapping["FunctionName"])):
            yield f"{name}: does not call the stream function's alias: {mapping['FunctionName']}"
    for name, role in of_type(resources, "AWS::IAM::Role").items():
        actions = {
            action
            for policy in role.get("Policies", [])
            for statement in policy["PolicyDocument"]["Statement"]
            if STREAM in listed(statement["Resource"])
            for action in listed(statement["Action"])
        }
        expected = {f"dynamodb:{action}" for action in STREAM_ACTIONS} if name == STREAM_READER else set()
        if actions != expected:
            yield f"{name}: may do {sorted(actions)} to the stream"


def schedule_problems(resources):
    rules = of_type(resources, "AWS::Events::Rule")
    if [rule.get("ScheduleExpression") for rule in rules.values()] != ["rate(15 minutes)"]:
        yield f"schedules: expected one, every 15 minutes; got {rules}"
    for name, rule in rules.items():
        if not all("SweepFunctionAlias" in str(target["Arn"]) for target in rule["Targets"]):
            yield f"{name}: does not call the sweep function's alias"


def access_problems(resources):
    """A role may do to tables what is written above and no more, and its function is told of exactly these tables."""
    roles = of_type(resources, "AWS::IAM::Role")
    for name, function in of_type(resources, "AWS::Lambda::Function").items():
        role = function["Role"]["Fn::GetAtt"][0]
        actions = table_actions(roles[role])
        if actions != TABLE_ACTIONS.get(role):
            yield f"{role}: expected {TABLE_ACTIONS.get(role)}, may do {actions}"
        told = {
            value["Ref"]
            for variable, value in function["Environment"]["Variables"].items()
            if variable.endswith("_TABLE")
        }
        if told != set(actions):
            yield f"{name}: is told of {sorted(told)}, its role of {sorted(actions)}"


def table_problems(resources):
    for name, resource in resources.items():
        if resource["Type"] != "AWS::DynamoDB::Table":
            continue
        table = resource["Properties"]
        if name in PASSING:
            if table.get("TimeToLiveSpecification") != {"AttributeName": "expiresAt", "Enabled": True}:
                yield f"{name}: is never emptied"
        else:
            if (resource.get("DeletionPolicy"), resource.get("UpdateReplacePolicy")) != ("Retain", "Retain"):
                yield f"{name}: is lost with its stack"
            if not table.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
                yield f"{name}: no point-in-time recovery"
        if not table.get("SSESpecification", {}).get("SSEEnabled") or table["BillingMode"] != "PAY_PER_REQUEST":
            yield f"{name}: not encrypted or not on demand"


def alarm_problems(resources):
    """What they are on, see AlarmsTest. They tell the topic, if there is one."""
    topic = {"Fn::If": ["AlarmsTell", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]}
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")
    if set(alarms) != ALARMS:
        yield f"alarms: expected {sorted(ALARMS)}, got {sorted(alarms)}"
    for name, alarm in alarms.items():
        if alarm.get("AlarmActions") != topic:
            yield f"{name}: tells {alarm.get('AlarmActions')}"


def dashboard_problems(resources):
    for name, dashboard in of_type(resources, "AWS::CloudWatch::Dashboard").items():
        widgets = json.loads(dashboard["DashboardBody"]["Fn::Sub"])["widgets"]
        metrics = {
            json.dumps([part for part in metric if isinstance(part, str)] or metric)
            for widget in widgets
            for metric in widget["properties"]["metrics"]
        }
        if len(metrics) > MAX_METRICS:
            yield f"{name}: {len(metrics)} metrics, more than {MAX_METRICS}"


def refusal_problems(resources):
    for name, refusal in resources["Api"]["Properties"]["Body"]["x-amazon-apigateway-gateway-responses"].items():
        text = refusal["responseTemplates"]["application/json"]
        if not ENVELOPE.match(text):
            yield f"{name}: not OpenAI's error envelope: {text}"


def stage_problems(resources):
    stages = [s["StageName"] for s in of_type(resources, "AWS::ApiGateway::Stage").values()]
    if stages != ["live"]:
        yield f"stages: expected one, live; got {stages}"
    for name, deployment in of_type(resources, "AWS::ApiGateway::Deployment").items():
        if "StageName" in deployment:
            yield f"{name}: makes a second stage, {deployment['StageName']}"


def main():
    logging.disable(logging.WARNING)  # the translator warns of its own feature toggles
    template = yaml_parse(Path("template.yaml").read_text())
    problems = list(zip_problems(zips(template)))
    resources = expanded(template)
    for check in (
        function_problems,
        route_problems,
        permission_problems,
        access_problems,
        stream_problems,
        schedule_problems,
        table_problems,
        alarm_problems,
        dashboard_problems,
        refusal_problems,
        stage_problems,
    ):
        problems += check(resources)
    print("\n".join(problems) if problems else f"template.yaml: {len(resources)} resources, as they should be")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

"""Checks what `sam deploy` would really create: template.yaml as SAM's own translator expands it.

Run from the project's root, after Maven has built the zips, with the Python that aws-sam-cli is installed in.
Prints every problem and exits 1, or prints one line and exits 0. Asks no AWS service.
"""

import logging
import re
import sys
from pathlib import Path

import boto3
from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

FUNCTIONS = {"GatewayFunction", "UsageFunction", "AdminFunction"}

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
        "KeysTable": {"GetItem"},
        "LedgerTable": {"GetItem", "Query"},
        "PayloadsTable": {"Query"},
    },
    "AdminRole": {
        "CatalogTable": {"GetItem", "PutItem"},
        "KeysTable": {"GetItem", "PutItem", "DeleteItem", "Scan"},
        "StateTable": {"BatchGetItem"},
        "AnswersTable": {"GetItem"},
    },
}
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
                        actions.setdefault(resource["Fn::GetAtt"][0], set()).add(name)
    return actions


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
    """Alarms on the gateway's own metrics; see AlarmsTest for their names. They tell the topic, if there is one."""
    topic = {"Fn::If": ["AlarmsTell", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]}
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")
    if len(alarms) != 4:
        yield f"alarms: expected 4, got {sorted(alarms)}"
    for name, alarm in alarms.items():
        if alarm.get("AlarmActions") != topic:
            yield f"{name}: tells {alarm.get('AlarmActions')}"


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
        table_problems,
        alarm_problems,
        refusal_problems,
        stage_problems,
    ):
        problems += check(resources)
    print("\n".join(problems) if problems else f"template.yaml: {len(resources)} resources, as they should be")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

"""What the template declares, made in moto from its own properties.

Tables (keys, indexes, streams, expiry), queues, buckets (Object Lock), secrets, the distribution.
What only a cloud can do (replicas, backups, lifecycles) is left out.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import boto3

from lexloci_tools.serve.intrinsics import ACCOUNT, REGION, Resolver


class Physical(Resolver):
    """The template's expressions with the names that things really got."""

    def __init__(self, document: Mapping[str, Any], parameters: Mapping[str, str]) -> None:
        super().__init__(document, parameters)
        self.names: dict[str, str] = {}
        self.attributes: dict[tuple[str, str], str] = {}

    def choose(self, parameters: Mapping[str, str]) -> None:
        """Change parameters of the stack."""
        self._parameters |= parameters

    def _ref(self, name: str) -> Any:
        return self.names[name] if name in self.names else super()._ref(name)

    def _function(self, name: str, argument: Any) -> Any:
        if name == "Fn::GetAtt" and tuple(argument) in self.attributes:
            return self.attributes[tuple(argument)]
        return super()._function(name, argument)


class Making:
    """Makes resources; their names are the resolver's from then on."""

    def __init__(self, resolve: Physical, resources: Mapping[str, Any]) -> None:
        self.resolve = resolve
        self.resources = resources
        self.policies: dict[str, list[dict[str, Any]]] = {}

    def __call__(self) -> None:
        """Create what the template declares, in the order in which it refers to itself."""
        makers: Mapping[str, Callable[[str, dict[str, Any]], None]] = {
            "AWS::SecretsManager::Secret": self._secret,
            "AWS::DynamoDB::GlobalTable": self._table,
            "AWS::DynamoDB::Table": self._table,
            "AWS::S3::Bucket": self._bucket,
            "AWS::SQS::Queue": self._queue,
            "AWS::CloudFront::Distribution": self._distribution,
            "AWS::S3::BucketPolicy": self._bucket_policy,
        }
        for kind, make in makers.items():
            # What a queue gives up goes to one that refers to nothing, so that comes first.
            found = [(n, one) for n, one in self.resources.items() if one["Type"] == kind]
            for name, one in sorted(found, key=lambda pair: "RedrivePolicy" in str(pair[1])):
                make(name, self.resolve(one.get("Properties", {})))

    def _known(self, name: str, ref: str, **attributes: str) -> None:
        self.resolve.names[name] = ref
        for attribute, value in attributes.items():
            self.resolve.attributes[name, attribute] = value

    def _secret(self, name: str, properties: dict[str, Any]) -> None:
        asked = properties["GenerateSecretString"]
        value = json.loads(asked["SecretStringTemplate"])
        value[asked["GenerateStringKey"]] = name[0] * int(asked["PasswordLength"])
        made = boto3.client("secretsmanager").create_secret(
            Name=properties["Name"], SecretString=json.dumps(value)
        )
        self._known(name, made["ARN"])

    def _table(self, name: str, properties: dict[str, Any]) -> None:
        table, dynamodb = properties.get("TableName", name), boto3.client("dynamodb")
        stream = properties.get("StreamSpecification")
        more = {"StreamSpecification": {"StreamEnabled": True, **stream}} if stream else {}
        # What only a cloud can do is left out, and told of by the other tests.
        kept = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")
        wanted = {key: properties[key] for key in kept if key in properties}
        made = dynamodb.create_table(TableName=table, **wanted, **more)["TableDescription"]
        if "TimeToLiveSpecification" in properties:
            dynamodb.update_time_to_live(
                TableName=table, TimeToLiveSpecification=properties["TimeToLiveSpecification"]
            )
        arns = {"Arn": made["TableArn"], "StreamArn": made.get("LatestStreamArn", "")}
        self._known(name, table, **arns)

    def _bucket(self, name: str, properties: dict[str, Any]) -> None:
        bucket, s3 = f"lexloci-{name.lower()}-{ACCOUNT}", boto3.client("s3")
        locked = bool(properties.get("ObjectLockEnabled"))
        s3.create_bucket(
            Bucket=bucket,
            ObjectLockEnabledForBucket=locked,
            CreateBucketConfiguration={"LocationConstraint": REGION},
        )
        if locked:
            rule = dict(properties["ObjectLockConfiguration"])
            retention = rule["Rule"]["DefaultRetention"]
            retention["Days"] = int(retention["Days"])
            s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=rule)
        self._known(name, bucket, Arn=f"arn:aws:s3:::{bucket}")

    def _bucket_policy(self, name: str, properties: dict[str, Any]) -> None:
        # moto would hold the policy and pass over its conditions, so it is kept for the stack.
        self.policies[properties["Bucket"]] = properties["PolicyDocument"]["Statement"]

    def _queue(self, name: str, properties: dict[str, Any]) -> None:
        sqs = boto3.client("sqs")
        attributes = {
            key: json.dumps(value) if isinstance(value, dict) else str(value).lower()
            for key, value in properties.items()
            if key != "RedrivePolicy"
        }
        if "RedrivePolicy" in properties:
            attributes["RedrivePolicy"] = json.dumps(properties["RedrivePolicy"])
        url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        self._known(name, url, Arn=f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}", QueueName=name)

    def _distribution(self, name: str, properties: dict[str, Any]) -> None:
        (origin,) = properties["DistributionConfig"]["Origins"]
        (header,) = origin["OriginCustomHeaders"]
        config = {
            "CallerReference": name,
            "Comment": properties["DistributionConfig"]["Comment"],
            "Enabled": True,
            "Origins": {
                "Quantity": 1,
                "Items": [
                    {
                        "Id": origin["Id"],
                        "DomainName": origin["DomainName"],
                        "CustomHeaders": {
                            "Quantity": 1,
                            "Items": [{**header, "HeaderValue": self.origin_secret()}],
                        },
                        "CustomOriginConfig": {
                            "HTTPPort": 80,
                            "HTTPSPort": 443,
                            "OriginProtocolPolicy": "https-only",
                        },
                    }
                ],
            },
            "DefaultCacheBehavior": {
                "TargetOriginId": origin["Id"],
                "ViewerProtocolPolicy": "https-only",
            },
        }
        made = boto3.client("cloudfront").create_distribution(DistributionConfig=config)
        boto3.client("cloudfront").get_distribution(Id=made["Distribution"]["Id"])
        self._known(name, made["Distribution"]["Id"], DomainName="front.example")

    def origin_secret(self) -> str:
        """What `{{resolve:secretsmanager:…}}` comes to in the distribution."""
        vault = boto3.client("secretsmanager")
        found = vault.get_secret_value(SecretId=self.resolve.names["OriginSecret"])
        return str(json.loads(found["SecretString"])["secret"])

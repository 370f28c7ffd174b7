"""What CloudFormation's intrinsic functions come to on this machine.

Knows the functions a SAM template of ours may use in names and environment variables. A function it
does not know is an error, never a guess: a wrong name would make the desk differ from the cloud.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from lexloci.errors import LexlociError

REGION = "eu-west-2"
ACCOUNT = "000000000000"

_PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/lexloci/local",
    "AWS::StackName": "lexloci",
    "AWS::URLSuffix": "amazonaws.com",
}
_NAMES = ("TableName", "Name", "FunctionName", "LayerName", "BucketName", "QueueName")
_VARIABLE = re.compile(r"\$\{([^}]+)\}")


class TemplateError(LexlociError):
    """The template asks for something the local server cannot stand in for."""

    exit_code = 2

    def __init__(self, what: str, where: str = "template.yaml", hint: str = "") -> None:
        super().__init__(where, what, hint)


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags (`!Ref x` is `{"Ref": "x"}`)."""


def _tagged(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    else:
        raise TemplateError(f"`!{suffix}` stands before nothing")
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tagged)


def load(text: str) -> dict[str, Any]:
    """Answer the template as plain dictionaries and lists, intrinsic functions in their long form.

    Raises: TemplateError when the text is no YAML mapping.
    """
    try:
        # A subclass of SafeLoader: it builds no Python objects.
        read = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as why:
        raise TemplateError(f"not YAML: {why}") from why
    if not isinstance(read, dict):
        raise TemplateError("not a mapping")
    return read


def _attribute(argument: list[str]) -> str:
    resource, attribute = argument
    if attribute == "FunctionUrl":
        return f"https://{resource}.lambda-url.{REGION}.on.aws/"
    return f"arn:aws:local:{REGION}:{ACCOUNT}:{resource}/{attribute}"


class Resolver:
    """Answers what a template's expression comes to here; `None` stands for `AWS::NoValue`."""

    def __init__(self, document: Mapping[str, Any], parameters: Mapping[str, str]) -> None:
        self._resources: Mapping[str, Any] = document.get("Resources", {})
        self._conditions: Mapping[str, Any] = document.get("Conditions", {})
        self._mappings: Mapping[str, Any] = document.get("Mappings", {})
        defaults = document.get("Parameters", {})
        self._parameters = {
            name: parameters.get(name, what.get("Default", "")) for name, what in defaults.items()
        }

    def __call__(self, value: Any) -> Any:
        """Answer the value with every intrinsic function in it worked out.

        Raises: TemplateError on a function or name not known here.
        """
        if isinstance(value, list):
            return [one for one in map(self, value) if one is not None]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (name, argument), *_ = value.items()
            if name in ("Ref", "Condition") or name.startswith("Fn::"):
                return self._function(name, argument)
        worked_out = {name: self(one) for name, one in value.items()}
        return {name: one for name, one in worked_out.items() if one is not None}

    def _function(self, name: str, argument: Any) -> Any:
        known: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Condition": self._condition,
            "Fn::And": lambda a: all(self(one) for one in a),
            "Fn::Equals": lambda a: str(self(a[0])) == str(self(a[1])),
            "Fn::FindInMap": lambda a: self._mappings[self(a[0])][self(a[1])][self(a[2])],
            "Fn::GetAtt": _attribute,
            "Fn::If": lambda a: self(a[1] if self._condition(a[0]) else a[2]),
            "Fn::Join": lambda a: self(a[0]).join(str(one) for one in self(a[1])),
            "Fn::Not": lambda a: not self(a[0]),
            "Fn::Or": lambda a: any(self(one) for one in a),
            "Fn::Select": lambda a: self(a[1])[int(self(a[0]))],
            "Fn::Split": lambda a: self(a[1]).split(a[0]),
            "Fn::Sub": self._sub,
        }
        if name not in known:
            raise TemplateError(f"`{name}` is not known to the local server")
        return known[name](argument)

    def _condition(self, name: str) -> bool:
        if name not in self._conditions:
            raise TemplateError(f"no condition `{name}`")
        return bool(self(self._conditions[name]))

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return None
        if name in _PSEUDO:
            return _PSEUDO[name]
        if name in self._parameters:
            return self._parameters[name]
        owner, _, part = name.partition(".")
        if part and owner in self._resources:
            # What SAM makes beside a resource: a function's alias, an API's stage.
            return name
        if name not in self._resources:
            raise TemplateError(f"`!Ref {name}` names nothing")
        properties = self._resources[name].get("Properties", {})
        given = next((properties[key] for key in _NAMES if key in properties), name)
        return self(given)

    def _sub(self, argument: Any) -> str:
        text, names = (argument, {}) if isinstance(argument, str) else argument

        def stands_for(found: re.Match[str]) -> str:
            name = found[1].strip()
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in names:
                return str(self(names[name]))
            if "." in name:
                return str(self({"Fn::GetAtt": name.split(".", 1)}))
            return str(self._ref(name))

        return _VARIABLE.sub(stands_for, text)

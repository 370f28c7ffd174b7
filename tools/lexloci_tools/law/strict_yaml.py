"""YAML as law is written in it: strictly. Every scalar is text, so that `NO` is Norway.

A key twice, a tab, an anchor, a tag or a second document is an error. Each value keeps the line on
which it stands, so that every later error can name it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from lexloci.errors import LexlociError

Tree = str | list["Tree"] | dict[str, "Tree"]
Where = tuple[str | int, ...]

Loader = yaml.CSafeLoader
"""libyaml's: ten times as fast over a hundred packs as the loader in Python."""

PLAIN = frozenset("str int float bool null timestamp seq map merge value".split())
"""What YAML takes plain scalars and collections for; whatever it is, we read its text."""


class RuleFileError(LexlociError):
    """A rule file that cannot be used: file and line, what is wrong, and a hint."""

    @staticmethod
    def at(file: Path, line: int, what: str, hint: str = "") -> "RuleFileError":
        """The error at a line of a file (counted from 1)."""
        return RuleFileError(f"{file.as_posix()}:{line}", what, hint)


@dataclass(frozen=True)
class RuleText:
    """A file read strictly: its tree of texts, and the line of each value by its path."""

    file: Path
    tree: Tree
    lines: dict[Where, int]

    def line(self, path: Where) -> int:
        """The line of the value at a path, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def error(self, path: Where, what: str, hint: str = "") -> RuleFileError:
        """An error at the value of this path."""
        return RuleFileError.at(self.file, self.line(path), what, hint)


def read_text(file: Path, shown: Path | None = None) -> RuleText:
    """Read a YAML file strictly. `shown` is how errors name it. Raises: RuleFileError."""
    shown = shown or file
    try:
        source = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleFileError.at(shown, 1, f"cannot be read: {error}", "UTF-8 text") from error
    for number, text in enumerate(source.splitlines(), 1):
        if "\t" in text:
            raise RuleFileError.at(shown, number, "a tab", "indent with spaces")
    try:
        # Scanning takes as long as reading: only where a text has the characters of anchors.
        for token in yaml.scan(source, Loader=Loader) if set("&*") & set(source) else ():
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                line = token.start_mark.line + 1
                raise RuleFileError.at(shown, line, "an anchor or alias", "write the value out")
        nodes = list(yaml.compose_all(source, Loader=Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise RuleFileError.at(
            shown, line, f"not YAML: {error.problem}", "quote texts that hold `: ` or ` #`"
        ) from error
    if len(nodes) != 1 or not isinstance(nodes[0], yaml.MappingNode):
        raise RuleFileError.at(shown, 1, "not one mapping of keys", "one document a file")
    lines: dict[Where, int] = {}
    return RuleText(shown, _tree(shown, nodes[0], (), lines), lines)


def _tree(file: Path, node: yaml.Node, path: Where, lines: dict[Where, int]) -> Tree:
    line = node.start_mark.line + 1
    lines[path] = line
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    if kind not in PLAIN:
        raise RuleFileError.at(file, line, f"a tag `{kind}`", "rule files hold no tags")
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_tree(file, each, (*path, at), lines) for at, each in enumerate(node.value)]
    return dict(_items(file, node, path, lines))


def _items(
    file: Path, node: yaml.Node, path: Where, lines: dict[Where, int]
) -> Iterator[tuple[str, Tree]]:
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise RuleFileError.at(file, line, "a key that is no plain text")
        name = str(key.value)
        if name in seen:
            raise RuleFileError.at(
                file, line, f"the key `{name}` stands here twice", "merge the two"
            )
        seen.add(name)
        child = _tree(file, value, (*path, name), lines)
        lines[(*path, name)] = line
        yield name, child

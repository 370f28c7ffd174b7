"""Strict multipart/form-data: one reading only, or none (RFC 7578, RFC 2046 section 5.1).

Parsers disagree on preambles, bare line feeds, unquoted and starred names, missing ends and
boundary text inside data (tests/data/bodies); all of these are refused here. The form that goes on
is written anew with a boundary of our own that occurs in none of its data.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from multipart import (
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
)

from lexloci_edge.errors import TurnedAway

PART_LIMIT = 40
"""Parts of one form: every field once, and sixteen images."""

_KIND = re.compile(
    r'multipart/form-data;[ \t]*boundary=(?:"([0-9A-Za-z_.\'+-]{1,70})"|([0-9A-Za-z_.\'+-]{1,70}))',
    re.IGNORECASE | re.ASCII,
)
_PART_HEADERS = ("Content-Disposition", "Content-Type", "Content-Length")
_DISPOSITION = re.compile(
    r'form-data; ?name="([A-Za-z_]+(?:\[\])?)"(?:; ?filename="([^"\\]*)")?', re.IGNORECASE
)
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(?:; ?charset=\"?utf-8\"?)?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form. filename: None for a plain field. kind: lower-case media type or ''."""

    name: str
    filename: str | None
    kind: str
    data: bytes


def form_parts(body: bytes, content_type: str) -> tuple[Part, ...]:
    """The parts of this form, in order. Raises: TurnedAway."""
    boundary = boundary_of(content_type)
    delimiter = b"--" + boundary
    if not body.startswith(delimiter + b"\r\n"):
        raise _refused("does not begin with its boundary")
    end = b"\r\n" + delimiter + b"--"
    if not (body.endswith(end) or body.endswith(end + b"\r\n")):
        raise _refused("does not end with its last boundary")
    parts: list[Part] = []
    try:
        parser = PushMultipartParser(
            boundary, content_length=len(body), max_segment_count=PART_LIMIT, strict=True
        )
        with parser:
            segment, data = None, b""
            for event in parser.parse(body.removesuffix(b"\r\n")):
                if isinstance(event, MultipartSegment):
                    segment, data = event, b""
                elif event:
                    data += event
                else:
                    parts.append(_part(segment, data))
    except MultipartError as error:
        raise _refused(f"is no form ({type(error).__name__})") from None
    if body.count(delimiter) != len(parts) + 1:
        # Some parsers split wherever the boundary's text occurs.
        raise TurnedAway(400, "ambiguous", "body", "holds its boundary inside a part")
    return tuple(parts)


def boundary_of(content_type: str) -> bytes:
    """The boundary that this header names. Raises: TurnedAway where it could be read two ways."""
    found = _KIND.fullmatch(content_type.strip())
    if not found:
        raise TurnedAway(
            400, "ambiguous", "Content-Type", "is not `multipart/form-data` with one boundary"
        )
    return (found[1] or found[2]).encode()


def written_form(parts: Sequence[Part]) -> tuple[bytes, str]:
    """These parts as a form of our own, and its Content-Type."""
    while True:
        boundary = secrets.token_hex(16)
        if not any(boundary.encode() in part.data for part in parts):
            break
    out: list[bytes] = []
    for part in parts:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{part.name}"'
        if part.filename is not None:
            head += f'; filename="{part.filename}"\r\nContent-Type: {part.kind}'
        out += [head.encode(), b"\r\n\r\n", part.data, b"\r\n"]
    out.append(f"--{boundary}--\r\n".encode())
    return b"".join(out), f"multipart/form-data; boundary={boundary}"


def _part(segment: MultipartSegment, data: bytes) -> Part:
    headers: dict[str, str] = {}
    for name, value in segment.headerlist:
        # A Content-Length that is not true was refused by the parser; some clients send it.
        if name in headers or name not in _PART_HEADERS:
            raise TurnedAway(
                400, "ambiguous", "body", f"has a part with `{name[:40]}` where it may not stand"
            )
        headers[name] = value
    disposition = _DISPOSITION.fullmatch(headers.get("Content-Disposition", ""))
    if not disposition:
        raise TurnedAway(
            400, "ambiguous", "body", "has a part whose Content-Disposition can be read two ways"
        )
    kind = headers.get("Content-Type", "")
    if kind and not _TYPE.fullmatch(kind):
        raise TurnedAway(400, "ambiguous", disposition[1], "has a Content-Type that is not plain")
    return Part(disposition[1], disposition[2], kind.partition(";")[0].lower(), data)


def _refused(what: str) -> TurnedAway:
    return TurnedAway(400, "unreadable", "body", what)

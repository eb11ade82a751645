"""Write protocol/ from ``realtime/messages.py``: JSON Schema, TypeScript types, typed examples.

    python tools/protocol.py            write what has changed
    python tools/protocol.py --check    write nothing; exit 1 when a file is stale

The golden examples in protocol/examples are written by hand and never from here: they are what
an old client still sends. ``protocol/src/examples.ts`` repeats them as literals, so that the
TypeScript compiler holds the types against them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from leavethemeeting.realtime import messages  # noqa: E402 -- the path to it is set on the line above

PROTOCOL = ROOT / "protocol"
DIRECTIONS = {"up": messages.Up, "down": messages.Down}
HEADER = "// Written by `make protocol` from src/leavethemeeting/realtime/messages.py. Do not edit.\n/* eslint-disable max-lines -- generated */\n"
DEFINITION = "#/$defs/"

Schema = Mapping[str, Any]


def schema_of(direction: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of every message of one direction."""
    (root,), definitions = msgspec.json.schema_components([DIRECTIONS[direction]], ref_template=DEFINITION + "{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": direction.capitalize(),
        **root,
        "$defs": definitions,
    }


PLAIN = {
    "string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null",
    "object": "Record<string, unknown>", None: "unknown",
}  # fmt: skip


def typescript_type(schema: Schema) -> str:
    """The TypeScript type of one piece of schema. Raises KeyError for what messages.py never uses."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(DEFINITION)
    if "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(typescript_type(part) for part in schema["anyOf"])
    if schema.get("type") == "array":
        items = typescript_type(schema["items"])
        return f"({items})[]" if " | " in items else f"{items}[]"
    return PLAIN[schema.get("type")]


def _comment(text: str, indent: str = "") -> str:
    return f"{indent}/** {' '.join(text.replace('``', '`').split())} */\n"


def interface(name: str, definition: Schema, *, defaults_are_sent: bool) -> str:
    """One struct as an interface. The service always sends defaults; a browser may leave them out."""
    needed = set(definition.get("required", ()))
    lines = []
    for field, schema in definition["properties"].items():
        optional = "" if field in needed or defaults_are_sent else "?"
        lines.append(f"  {field}{optional}: {typescript_type(schema)};\n")
    own_words = definition.get("description", "")
    comment = _comment(own_words) if own_words and not own_words.startswith("From ") else ""
    return f"{comment}export interface {name} {{\n{''.join(lines)}}}\n"


def _union(name: str, members: list[str]) -> str:
    return f"export type {name} =\n  | " + "\n  | ".join(members) + ";\n"


def types_of(up: Schema, down: Schema) -> str:
    """The whole of messages.ts."""
    parts = [HEADER]
    for title, schema in (("Up", up), ("Down", down)):
        members = [str(part["$ref"]).removeprefix(DEFINITION) for part in schema["anyOf"]]
        for name, definition in schema["$defs"].items():
            parts.append(interface(name, definition, defaults_are_sent=schema is down))
        words = "from a browser to the service" if schema is up else "from the service to a browser"
        parts.append(_comment(f"Everything that goes {words}, told apart by `type`.") + _union(title, members))
        parts.append(f'export type {title}Type = {title}["type"];\n')
    shared = {"Source": "MediaTicket.maySend", "Role": "Person.role", "Emoji": "Reaction.emoji"}
    for alias, where in shared.items():
        struct, field = where.split(".")
        element = "[number]" if alias == "Source" else ""
        parts.append(f'export type {alias} = {struct}["{field}"]{element};\n')
    return "\n".join(parts)


def read_examples(direction: str) -> dict[str, Any]:
    """The golden examples of one direction by file name without its ending."""
    files = sorted((PROTOCOL / "examples" / direction).glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


def examples_as_typescript() -> str:
    """examples.ts: every golden example as a literal of its type."""
    parts = [HEADER, 'import type { Down, Up } from "./messages.js";\n']
    for direction, type_name in (("up", "Up"), ("down", "Down")):
        body = json.dumps(read_examples(direction), ensure_ascii=False, indent=2)
        parts.append(f"export const {direction}Examples = {body} satisfies Record<string, {type_name}>;\n")
    return "\n".join(parts)


def files() -> dict[Path, str]:
    """Every generated file and what must stand in it."""
    up, down = schema_of("up"), schema_of("down")
    return {
        PROTOCOL / "schema" / "up.json": json.dumps(up, ensure_ascii=False, indent=2) + "\n",
        PROTOCOL / "schema" / "down.json": json.dumps(down, ensure_ascii=False, indent=2) + "\n",
        PROTOCOL / "src" / "messages.ts": types_of(up, down),
        PROTOCOL / "src" / "examples.ts": examples_as_typescript(),
    }


def stale() -> list[Path]:
    """Generated files that differ from what messages.py and the examples say."""
    return [path for path, wanted in files().items() if not path.exists() or path.read_text(encoding="utf-8") != wanted]


def main() -> int:
    outdated = stale()
    if "--check" in sys.argv[1:]:
        sys.stderr.writelines(f"stale: {path.relative_to(ROOT)}\n" for path in outdated)
        return 1 if outdated else 0
    wanted = files()
    for path in outdated:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

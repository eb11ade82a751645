"""``leavethemeeting``: what an operator types.

Django is loaded inside each command, because the environment must be read and its mistakes
told before anything else, and because some commands need no Django at all.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from leavethemeeting import __version__
from leavethemeeting.shared.environment import Environment, EnvironmentMistakes, environment
from leavethemeeting.shared.examination import State


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leavethemeeting.project.settings")
    import django  # noqa: PLC0415 -- after the environment was read

    django.setup()


def _serve(options: argparse.Namespace) -> int:
    from leavethemeeting.project import local_certificate  # noqa: PLC0415 -- after the environment was read

    if options.lan:
        local_certificate.prepare()
        environment.cache_clear()
    settings = environment()
    _django()
    from leavethemeeting.project import serving  # noqa: PLC0415 -- needs Django

    return serving.serve(settings)


def _doctor(_options: argparse.Namespace) -> int:
    _django()
    from leavethemeeting.project import doctor  # noqa: PLC0415 -- needs Django

    findings = doctor.examine(environment())
    for finding in findings:
        print(finding)
    return 1 if any(finding.state is State.BROKEN for finding in findings) else 0


def _migrate(_options: argparse.Namespace) -> int:
    _django()
    from leavethemeeting.project import serving  # noqa: PLC0415 -- needs Django

    serving.migrate(environment())
    print("The database is up to date.")
    return 0


def _set_up_link(_options: argparse.Namespace) -> int:
    _django()
    from leavethemeeting.project import serving  # noqa: PLC0415 -- needs Django

    serving.migrate(environment())
    link = serving.set_up_link(environment())
    print(link or "This installation has a provider already; ask them to make you one.")
    return 0 if link else 1


def _privacy(_options: argparse.Namespace) -> int:
    _django()
    from datetime import UTC, datetime  # noqa: PLC0415 -- beside its use

    from leavethemeeting.privacy import json_keys, keeping, verify  # noqa: PLC0415 -- needs Django

    found = [*verify.drift(), *json_keys.unknown(), *keeping.overdue(now=datetime.now(UTC))]
    for line in found:
        print(line)
    if not found:
        print(
            "Every stored column and key is declared in the data map, all that is declared exists, and what had to go has gone."
        )
    return 1 if found else 0


def _erasures(_options: argparse.Namespace) -> int:
    _django()
    from leavethemeeting.project import serving  # noqa: PLC0415 -- needs Django

    serving.migrate(environment())
    serving.erase_again(environment())
    print("Whoever is on the list of erasures is gone from this database.")
    return 0


def _policy(options: argparse.Namespace) -> int:
    _django()
    from leavethemeeting.consent import command  # noqa: PLC0415 -- needs Django

    return command.publish(
        file=options.file, kind=options.kind, summary=options.summary, material=options.material, environment=environment()
    )  # fmt: skip


def _bounce(_options: argparse.Namespace) -> int:
    """A mail server's pipe. What is no report of ours is no mistake of the server's, so it is taken and told."""
    raw = sys.stdin.buffer.read()
    _django()
    from django.db import DatabaseError  # noqa: PLC0415 -- needs Django

    from leavethemeeting.mail import bounces  # noqa: PLC0415 -- needs Django

    try:
        print(bounces.take(raw))
    except DatabaseError as error:
        print(f"The database does not answer, try again: {error}", file=sys.stderr)
        return os.EX_TEMPFAIL
    return 0


def _demo(options: argparse.Namespace) -> int:
    from leavethemeeting.project.demo import command  # noqa: PLC0415 -- it sets the environment before Django reads it

    return command.remove() if options.remove else command.run(fresh=options.fresh)


def _add_policy(policy: argparse.ArgumentParser) -> None:
    publish = policy.add_subparsers(required=True, metavar="publish").add_parser(
        "publish", help="post FILE; it holds at once"
    )
    publish.add_argument("file", metavar="FILE", help="Markdown; see docs/provider/policy.md")
    publish.add_argument(
        "--kind", choices=("policy", "terms"), default="policy", help="which text it is (default: policy)"
    )
    publish.add_argument("--material", action="store_true", help="ask all members again at their next page")
    publish.add_argument("--summary", default="", help="what changed, in a sentence")
    publish.set_defaults(do=_policy)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="leavethemeeting", description="Meetings that tell the truth about who was there."
    )
    parser.add_argument("--version", action="version", version=f"LeaveTheMeeting {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve website, app and room from this machine")
    serve.add_argument(
        "--lan", action="store_true",
        help="listen for other machines too, over HTTPS with a certificate made here (they need it for microphones)",
    )  # fmt: skip
    serve.set_defaults(do=_serve)
    commands.add_parser("doctor", help="say what is configured, what is missing and whether it works").set_defaults(
        do=_doctor
    )
    commands.add_parser("migrate", help="bring the database up to date").set_defaults(do=_migrate)
    commands.add_parser("set-up-link", help="print a new one-time link that makes the provider's account").set_defaults(
        do=_set_up_link
    )
    commands.add_parser(
        "privacy", help="compare the data map with the live database, and say what is kept too long"
    ).set_defaults(do=_privacy)
    commands.add_parser(
        "erasures", help="erase again whom an older backup brought back (serve does it by itself)"
    ).set_defaults(do=_erasures)
    _add_policy(commands.add_parser("policy", help="post a new version of the privacy policy or the terms"))
    commands.add_parser("bounce", help="note a mail server's report, read from its pipe").set_defaults(do=_bounce)
    demo = commands.add_parser("demo", help="serve an installation full of invented people")
    demo.add_argument("--remove", action="store_true", help="remove the demonstration and all its data")
    demo.add_argument("--fresh", action="store_true", help="make it anew, with the past meetings just past")
    demo.set_defaults(do=_demo)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the process's exit status: 0 done, 1 not done, 2 misused."""
    options = _parser().parse_args(arguments)
    try:
        _settings: Environment = environment()
    except EnvironmentMistakes as mistakes:
        print("The environment has mistakes:", file=sys.stderr)
        for mistake in mistakes.mistakes:
            print(f"  {mistake}", file=sys.stderr)
        return 2
    try:
        return int(options.do(options))
    except KeyboardInterrupt:
        return 130

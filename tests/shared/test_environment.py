"""The environment: read once, every mistake told, a secret made when none is given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leavethemeeting.shared.environment import EnvironmentMistakes, read_environment


def test_with_nothing_set_it_is_sqlite_on_loopback_with_a_secret_of_its_own(tmp_path: Path) -> None:
    read = read_environment({"DATA_DIR": str(tmp_path)})
    assert read.database.vendor == "sqlite"
    assert Path(read.database.name).parent == tmp_path
    assert (read.listen_host, read.listen_port) == ("127.0.0.1", 8000)
    assert read.public_url == "http://localhost:8000"
    assert read.smtp is None
    assert read.turn is None
    assert not read.local_run
    assert len(read.secret_key) >= 32
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0, "others may not read the secret"


def test_the_made_secret_is_the_same_at_the_next_start(tmp_path: Path) -> None:
    first = read_environment({"DATA_DIR": str(tmp_path)}).secret_key
    assert read_environment({"DATA_DIR": str(tmp_path)}).secret_key == first


def test_all_mistakes_are_told_together_with_what_was_seen_and_wanted(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentMistakes) as caught:
        read_environment(
            {
                "DATA_DIR": str(tmp_path),
                "LISTEN": "nowhere",
                "DATABASE_URL": "mysql://x/y",
                "EMAIL_URL": "carrier-pigeon://loft",
                "PUBLIC_URL": "ftp://example.org",
                "TURN_URL": "turn:turn.example.org:3478",
                "TLS_KEY": "/etc/key.pem",
                "SECRET_KEY": "short",
                "LOCAL_RUN": "maybe",
                "TRUSTED_PROXIES": "many",
                "OPERATOR_EMAIL": "us and them",
                "ICE_TRANSPORT": "pigeon",
            }
        )
    told = caught.value.mistakes
    assert len(told) == 11
    for name in (
        "LISTEN",
        "DATABASE_URL",
        "EMAIL_URL",
        "PUBLIC_URL",
        "TURN_URL",
        "TLS_KEY",
        "SECRET_KEY",
        "ICE_TRANSPORT",
        "OPERATOR_EMAIL",
    ):
        assert any(name in mistake for mistake in told), f"nothing is said about {name}"
    assert any("'mysql://…'" in mistake and "postgres://" in mistake for mistake in told)
    assert not any("short" in mistake for mistake in told), "a secret is never repeated"


@pytest.mark.parametrize(
    ("said", "seen", "needed"), [("", 100, 3), ("1", 100, 1), ("25%", 100, 25), ("25%", 5, 2), ("1%", 3, 1)]
)
def test_the_operator_is_told_at_a_number_of_plugins_or_a_share_of_them(
    tmp_path: Path, said: str, seen: int, needed: int
) -> None:
    read = read_environment({"DATA_DIR": str(tmp_path), "BROKEN_ADAPTER_AT": said})
    assert read.broken_adapter_at.needed(seen) == needed


@pytest.mark.parametrize("said", ["0", "0%", "101%", "1001", "most", "%", "2.5"])
def test_no_other_number_of_plugins_is_taken(tmp_path: Path, said: str) -> None:
    with pytest.raises(EnvironmentMistakes, match="BROKEN_ADAPTER_AT is"):
        read_environment({"DATA_DIR": str(tmp_path), "BROKEN_ADAPTER_AT": said})


def test_relay_only_without_a_relay_is_a_mistake(tmp_path: Path) -> None:
    alone = {"DATA_DIR": str(tmp_path), "ICE_TRANSPORT": "relay"}
    with pytest.raises(EnvironmentMistakes, match="ICE_TRANSPORT=relay needs TURN_URL"):
        read_environment(alone)
    turn = {"TURN_URL": "turn:turn.example.org:3478", "TURN_SECRET": "open sesame"}
    assert read_environment(alone | turn).relay_only
    assert not read_environment({"DATA_DIR": str(tmp_path)}).relay_only


def test_nothing_is_written_while_there_are_mistakes(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentMistakes):
        read_environment({"DATA_DIR": str(tmp_path / "new"), "LISTEN": "nowhere"})
    assert not (tmp_path / "new").exists()


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x" * 40 + "\n")
    read = read_environment({"DATA_DIR": str(tmp_path), "SECRET_KEY_FILE": str(secret)})
    assert read.secret_key == "x" * 40


def test_an_unreadable_secret_file_is_a_mistake_and_not_an_empty_secret(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentMistakes, match="SECRET_KEY_FILE"):
        read_environment({"DATA_DIR": str(tmp_path), "SECRET_KEY_FILE": str(tmp_path / "absent")})


@pytest.mark.parametrize(
    ("url", "host", "name", "user"),
    [
        ("postgres://ann:pa%20ss@db.example.org:5433/meetings", "db.example.org", "meetings", "ann"),
        ("postgresql://ann@/meetings?host=/run/postgresql", "/run/postgresql", "meetings", "ann"),
    ],
)
def test_postgresql_addresses(tmp_path: Path, url: str, host: str, name: str, user: str) -> None:
    database = read_environment({"DATA_DIR": str(tmp_path), "DATABASE_URL": url}).database
    assert (database.vendor, database.host, database.name, database.user) == ("postgresql", host, name, user)


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    root = Path(__file__).resolve().parents[2]
    parts = ("environment.py", "networks.py", "session_limits.py", "adapter_alarm.py")
    source = "".join((root / "src/leavethemeeting/shared" / part).read_text() for part in parts)
    page = (root / "docs/provider/settings.md").read_text()
    read = set(re.findall(r'reader\.\w+\(\s*"([A-Z_]+)"', source))
    headings = {line.removeprefix("### ").strip() for line in page.splitlines() if line.startswith("### ")}
    assert read == headings


def test_a_network_needs_both_its_id_and_its_secret(tmp_path: Path) -> None:
    google = {"DATA_DIR": str(tmp_path), "GOOGLE_CLIENT_ID": "ours"}
    with pytest.raises(EnvironmentMistakes, match="GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET go together"):
        read_environment(google)
    (tmp_path / "secret").write_text("theirs\n")
    read = read_environment(google | {"GOOGLE_CLIENT_SECRET_FILE": str(tmp_path / "secret")})
    assert {name: (one.client_id, one.client_secret) for name, one in read.networks.items()} == {
        "google": ("ours", "theirs")
    }
    assert read_environment({"DATA_DIR": str(tmp_path)}).networks == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"DEMO": "0"},
        {"PUBLIC_URL": "https://meet.example.org"},
        {"GOOGLE_URL": "http://accounts.evil.example"},
        {"GOOGLE_URL": "http://localhost.evil.example"},
    ],
)
def test_nobody_can_put_another_server_in_a_networks_place(tmp_path: Path, wrong: dict[str, str]) -> None:
    practice = {
        "DATA_DIR": str(tmp_path), "DEMO": "1", "GOOGLE_CLIENT_ID": "x", "GOOGLE_CLIENT_SECRET": "y",
        "GOOGLE_URL": "http://localhost:8100/google",
    }  # fmt: skip
    assert read_environment(practice).networks["google"].url == "http://localhost:8100/google"
    with pytest.raises(EnvironmentMistakes, match="GOOGLE_URL is set, wanted only in tests and the demonstration"):
        read_environment(practice | wrong)

"""The provider drafts, compares and posts, in pages and by command."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from leavethemeeting import cli
from leavethemeeting.accounts.models import User
from leavethemeeting.consent.filling import shipped
from leavethemeeting.consent.models import Document, PolicyDraft, PolicyVersion
from leavethemeeting.consent.queries import current_policy, current_terms
from leavethemeeting.project import doctor
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.examination import State
from tests.consent.stories import OPERATOR, page, words

pytestmark = pytest.mark.django_db
ROOT = "/provider/policy/"


def write(client: Client, **changes: str) -> str:
    form = {
        "source": current_policy().source + "\nOne more.\n",
        "summary": "One more sentence",
        "material": "on",
        **changes,
    }
    return str(client.post(f"{ROOT}policy/draft/", form).headers["Location"])


def test_from_a_draft_over_the_difference_to_what_everybody_reads(
    as_provider: Client, client: Client, provider: User
) -> None:
    preview = words(page(as_provider, write(as_provider)))
    assert "One more." in preview and "are asked again at their next page" in preview
    assert "One more." not in words(page(client, "/privacy/"))
    as_provider.post(f"{ROOT}policy/post/")
    assert "One more." in words(page(client, "/privacy/"))
    version = current_policy()
    assert (version.number, version.material, version.published_by, version.summary) == (
        2,
        True,
        provider,
        "One more sentence",
    )
    assert not PolicyDraft.objects.exists()


def test_a_draft_that_loses_a_table_says_so_and_cannot_be_posted(as_provider: Client) -> None:
    preview = page(as_provider, write(as_provider, source=current_policy().source.replace("[[fields]]", "")))
    assert "This cannot be posted yet" in preview
    assert "Post it now" not in preview
    as_provider.post(f"{ROOT}policy/post/")
    assert current_policy().number == 1


def test_a_draft_that_no_longer_marks_a_promise_is_named_and_can_be_posted(as_provider: Client) -> None:
    preview = words(page(as_provider, write(as_provider, source=current_policy().source.replace("[[C16]]", ""))))
    assert "no longer marks" in preview and "C16" in preview
    as_provider.post(f"{ROOT}policy/post/")
    assert current_policy().number == 2


def test_a_draft_is_thrown_away_only_after_a_question(as_provider: Client) -> None:
    write(as_provider)
    assert "Throw the draft away?" in page(as_provider, f"{ROOT}policy/discard/")
    assert PolicyDraft.objects.exists()
    as_provider.post(f"{ROOT}policy/discard/")
    assert not PolicyDraft.objects.exists()


def test_nobody_else_reads_a_draft(as_provider: Client, as_alice: Client) -> None:
    write(as_provider)
    for name in ("", "policy/draft/", "policy/preview/", "policy/discard/"):
        assert as_alice.get(ROOT + name).status_code == 404
    assert as_alice.post(f"{ROOT}policy/post/").status_code == 404
    assert current_policy().number == 1


def test_a_sentence_on_what_changes_is_asked_for(as_provider: Client) -> None:
    refused = as_provider.post(f"{ROOT}policy/draft/", {"source": "x", "summary": ""})
    assert refused.status_code == 422
    assert not PolicyDraft.objects.exists()


def test_the_command_posts_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "terms.md"
    file.write_text(shipped(Document.TERMS) + "\nBring cake.\n")
    done = cli.main(["policy", "publish", str(file), "--kind", "terms", "--material", "--summary", "Cake"])
    version = current_terms()
    assert (done, version.number, version.summary, version.material) == (0, 2, "Cake", True)
    assert version.sha256 in capsys.readouterr().out
    assert cli.main(["policy", "publish", str(file), "--kind", "terms"]) == 1
    assert "word for word" in capsys.readouterr().err


def test_the_command_refuses_a_faulty_text_and_a_missing_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "policy.md"
    file.write_text("# Trust us\n")
    assert cli.main(["policy", "publish", str(file)]) == 1
    assert "The heading “Cookies” is missing." in capsys.readouterr().err
    assert cli.main(["policy", "publish", str(tmp_path / "none.md")]) == 1
    assert PolicyVersion.objects.count() == 2


def test_the_doctor_says_who_is_missing_and_that_the_policy_lags_behind_the_settings() -> None:
    bare = {one.subject: one for one in doctor.examine(environment())}
    assert bare["Operator"].state is State.ADVICE
    assert "OPERATOR_NAME and OPERATOR_EMAIL unset" in bare["Operator"].text
    assert bare["Policy"].state is State.GOOD
    named = {one.subject: one for one in doctor.examine(OPERATOR)}
    assert named["Operator"].state is State.GOOD
    assert named["Policy"].state is State.ADVICE

"""Every clause of the policy: what to call it, which code keeps it, and which tests prove it.

What it promises, in words, is the posted policy's (``words.py``). A place is ``module:name``, where the name is a function,
a class, or a value of that module; a test fails for one that is not there, for a clause without a place, and for a
clause without a test. The tests of ``tests/promises/`` find their clause by their own name; ``also`` names
whatever else proves it, a browser's journey for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OURS = "leavethemeeting."
_OF_CLAUSE = re.compile(r"test_c(\d\d)(?:_|\b)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is enforced: a name in a module of this package."""

    module: str
    name: str

    @property
    def path(self) -> str:
        """Under the package: ``accounts/forms.py``."""
        return self.module.removeprefix(OURS).replace(".", "/") + ".py"


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise."""

    number: int
    title: StrOrPromise
    places: tuple[Place, ...]
    also: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"C{self.number}"


def _clause(number: int, title: StrOrPromise, places: str, also: str = "") -> Clause:
    found = tuple(Place(OURS + module, name) for module, _colon, name in (one.partition(":") for one in places.split()))
    return Clause(number, title, found, tuple(f"tests/{one}.py" for one in also.split()))


_ALL = (
    _clause(1, _("One letter with the plugin’s link"), "website.plugin_link:ask_for_link website.jobs:delete_old_requests mail.guard:ensure_asked_for", "journeys/test_visitor"),
    _clause(2, _("Anybody reads the policy"), "consent.views:text", "journeys/test_traces"),
    _clause(3, _("The date on the page"), "consent.queries:current consent.posting:post_version"),
    _clause(4, _("Website and plugin, and who runs them"), "consent.filling:filled"),
    _clause(5, _("The page lists everything"), "consent.tables:fields consent.tables:categories shared.personal_data:fill", "privacy/test_data_map_page"),
    _clause(6, _("Closed lists of uses and recipients"), "privacy.verify:drift domain.promises:Purpose shared.carried:faults", "privacy/test_verify privacy/test_wire"),
    _clause(7, _("To provide and to improve"), "domain.promises:Purpose"),
    _clause(8, _("You agree first"), "consent.actions:accept_policy consent.asking:AskAgain", "journeys/test_policy_and_cases"),
    _clause(9, _("The terms are on this website"), "consent.models:Document consent.urls:urlpatterns"),
    _clause(10, _("Every box says what it is for"), "accounts.forms:ProfileForm accounts.entrance_forms:InOurWords"),
    _clause(11, _("Name and e-mail, and a closed list beside"), "shared.personal_data:account privacy.verify:differences", "privacy/test_verify"),
    _clause(12, _("Technical information has a fixed shape"), "logdata.reports:read_page_error logdata.sightings:Sighting", "logdata/test_errors"),
    _clause(13, _("A limited amount of information"), "accounts.forms:SignupForm accounts.forms:ProfileForm project.settings:PASSWORD_HASHERS"),
    _clause(14, _("Linked profiles"), "accounts.social.profiles:KEPT accounts.social.links:unlink", "journeys/test_social"),
    _clause(15, _("Only what was permitted"), "accounts.social.profiles:ASKED project.social:FACEBOOK_SCOPES accounts.social.links:erase_by_network"),
    _clause(16, _("Nothing is followed, nothing is posted"), "accounts.social.adapter:SocialAdapter project.browser_rules:CONTENT_SECURITY_POLICY"),
    _clause(17, _("Contacts are an offer"), "referrals.google:SCOPE", "referrals/test_invite_page journeys/test_referrals"),
    _clause(18, _("Friends’ addresses never reach us"), "referrals.payloads:wanted referrals.actions:make_links", "journeys/test_referrals"),
    _clause(19, _("Browsers are told apart coarsely"), "logdata.client:client_of"),
    _clause(20, _("Seven kinds of log data"), "logdata.models:Entry logdata.jobs:shorten_addresses", "logdata/test_entries"),
    _clause(21, _("What log data is for"), "logdata.queries:entries_of accounts.signing_in:KNOWN_FOR"),
    _clause(22, _("Opens and visits, with consent"), "mail.measuring:dress mail.visits:note mail.endings:consent_withdrawn", "mail/test_measuring"),
    _clause(23, _("Clients of our clients"), "meetings.models:Attendee meetings.queries:relation_of"),
    _clause(24, _("Hosts read everything of their own meetings"), "meetings.queries:occurrence_for domain.permissions:may reports.people:people_of", "walls/test_pages"),
    _clause(25, _("Times and interactions, never a secret"), "reports.queries:report_of shared.personal_data:secret", "walls/test_pages"),
    _clause(26, _("The provider gives a reason"), "accesslog.actions:look", "accesslog/test_looks"),
    _clause(27, _("Internal purposes, support and contact"), "mail.guard:ensure_asked_for accesslog.actions:ReasonNeeded", "mail/test_guard"),
    _clause(28, _("What is analysed"), "logdata.kinds:Feature logdata.actions:record_use"),
    _clause(29, _("An attendee who becomes a host"), "meetings.actions.planning:plan_meeting meetings.actions.sharing:share_profile", "journeys/test_becoming"),
    _clause(30, _("Identifiers are random"), "consent.browser:chosen logdata.watching:device_id_of"),
    _clause(31, _("Every cookie is registered"), "shared.personal_data:fill_cookies", "journeys/test_traces"),
    _clause(32, _("Only after consent"), "consent.browser:choice consent.choice_views:cookies"),
    _clause(33, _("You may refuse all cookies"), "shared.public_forms:public_form consent.browser:Choice"),
    _clause(34, _("What does not work without them"), "consent.portions:portions consent.choice_views:form_refused"),
    _clause(35, _("Who works for us"), "consent.filling:filled"),
    _clause(36, _("And receives only what the work needs"), "consent.filling:filled"),
    _clause(37, _("Security"), "project.browser_rules:CONTENT_SECURITY_POLICY project.settings:SECURE_HSTS_SECONDS website.views:security_txt", "architecture/test_models"),
    _clause(38, _("No promise of perfection, and word when it fails"), "website.views:security_txt"),
    _clause(39, _("Links to other sites are marked"), "shared.templatetags.offsite:offsite"),
    _clause(40, _("And direct"), "shared.templatetags.offsite:offsite shared.offsite:host_of"),
    _clause(41, _("A notice before a link that somebody typed"), "website.views:leaving shared.offsite:sealed", "website/test_leaving"),
    _clause(42, _("Nothing of others is embedded"), "project.browser_rules:CONTENT_SECURITY_POLICY", "journeys/test_traces"),
    _clause(43, _("Nobody under eighteen"), "domain.age:is_adult accounts.age_question:AgeQuestionMixin"),
    _clause(44, _("Asked before anything is stored"), "accounts.age_question:AgeQuestionMixin", "journeys/test_join_page"),
    _clause(45, _("Parents and guardians reach us"), "website.guardian:ask", "website/test_guardian"),
    _clause(46, _("A child’s data goes immediately"), "privacy.erasure:erase_attendee privacy.erasure:erase_member", "privacy/test_erasure"),
    _clause(47, _("Disclosure where the law requires it"), "accesslog.actions:look"),
    _clause(48, _("Every version stays"), "consent.posting:post_version consent.views:markdown"),
    _clause(49, _("A change is posted on the page"), "consent.posting:bring_up_to_date"),
    _clause(50, _("Easy to review"), "consent.views:version_changes consent.views:feed mail.policy_letters:version_posted"),
    _clause(51, _("It holds when it is posted"), "consent.asking:AskAgain consent.queries:awaiting"),
    _clause(52, _("Anybody may ask"), "website.cases:open_case website.jobs:delete_old_cases", "website/test_cases"),
    _clause(53, _("Nothing of a site builder"), "project.browser_rules:CONTENT_SECURITY_POLICY"),
)  # fmt: skip

CLAUSES: Mapping[int, Clause] = {one.number: one for one in _ALL}


def clause_of(test: str) -> set[int]:
    """The clauses that a test is about: by its own name or its module's, and by ``also``. ``test`` is pytest's id of it."""
    named = test.partition("[")[0]  # what a test was given says nothing of what it is about
    module = named.partition("::")[0]
    return {int(found) for found in _OF_CLAUSE.findall(named)} | _ALSO.get(module, set())


_ALSO: dict[str, set[int]] = {}
for _one in _ALL:
    for _module in _one.also:
        _ALSO.setdefault(_module, set()).add(_one.number)

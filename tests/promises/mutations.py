"""How each clause could be broken by one careless line, and which test must notice.

``tools/mutations.py`` makes each of these changes in a copy of the tree and runs the test there: it must fail. A clause's
test that stays green under its own mutation is a decoration. ``make soak`` runs all; ``make test`` sees that every
clause with a test has one, and that each still fits the code it changes.
"""

from __future__ import annotations

from dataclasses import dataclass

PACKAGE = "src/leavethemeeting/"


@dataclass(frozen=True, slots=True)
class Mutation:
    """In ``file`` (under the package), ``original``, which stands there once, becomes ``mutated``; then ``test`` is red.

    ``test`` is what pytest is told, under tests/promises: a module's name, or ``module::test``.
    """

    clause: int
    file: str
    original: str
    mutated: str
    test: str

    @property
    def path(self) -> str:
        return PACKAGE + self.file

    @property
    def told(self) -> str:
        module, _colons, one = self.test.partition("::")
        return f"tests/promises/{module}.py" + (f"::{one}" if one else "")


MUTATIONS = (
    Mutation(1, "website/plugin_link.py", "send(letters.plugin_link(token=token)", "[send(letters.plugin_link(token=token), kind=\"plugin_link\", recipient=email, now=now, because=Because.CASE) for _ in ()]; send(letters.plugin_link(token=token[::-1])", "test_c01_one_letter_with_a_link"),
    Mutation(1, "website/jobs.py", "old = PluginLinkRequest.objects.filter(asked_at__lte=now - REQUEST_KEPT_FOR)", "old = PluginLinkRequest.objects.filter(asked_at__lte=now - 2 * REQUEST_KEPT_FOR)", "test_c01_one_letter_with_a_link::test_the_row_is_gone_after_thirty_days"),
    Mutation(2, "consent/views.py", "@require_safe\ndef text(request", "@__import__(\"django.contrib.auth.decorators\", fromlist=[\"x\"]).login_required\ndef text(request", "test_c02_the_policy_is_public"),
    Mutation(3, "consent/posting.py", "material=material, summary=summary, published_at=now, published_by_id=by,", "material=material, summary=summary, published_at=(last.published_at if last else now), published_by_id=by,", "test_c03_last_updated"),
    Mutation(4, "consent/filling.py", "\"operator\": lambda: environment.operator_name or _(\"the provider of this installation\"),", "\"operator\": lambda: _(\"the provider of this installation\"),", "test_c04_website_and_plugin"),
    Mutation(5, "consent/tables.py", "def fields(tables: Mapping[str, Table]) -> str:", "def fields(tables: Mapping[str, Table]) -> str:\n    tables = {name: table for name, table in tables.items() if name != \"accesslog_look\"}\n    return _fields(tables)\n\n\ndef _fields(tables: Mapping[str, Table]) -> str:", "test_c05_the_page_lists_everything"),
    Mutation(6, "consent/filling.py", "\"recipients\": lambda: tables.receivers(recipients(environment)),", "\"recipients\": lambda: tables.receivers(recipients(environment)[:1]),", "test_c06_closed_lists"),
    Mutation(7, "domain/promises.py", "    SUPPORT = \"support\"\n", "    SUPPORT = \"support\"\n    ADVERTISING = \"advertising\"\n", "test_c07_purposes"),
    Mutation(8, "consent/forms.py", "    agree = forms.BooleanField(\n", "    agree = forms.BooleanField(\n        required=False,\n", "test_c08_agreement_first"),
    Mutation(9, "consent/texts/terms.md", "**Attendee**", "**Visitor of a meeting**", "test_c09_terms"),
    Mutation(10, "accounts/forms.py", "class ProfileForm(forms.Form):\n", "class ProfileForm(forms.Form):\n    shoe_size = forms.CharField(required=False)\n", "test_c10_every_box_is_declared"),
    Mutation(11, "meetings/personal_data.py", "            \"email_verified\": account(\"C24\"),\n            \"role\": in_the_room(", "            \"role\": in_the_room(", "test_c11_personal_information_is_a_closed_list"),
    Mutation(12, "logdata/reports.py", "class PageError(msgspec.Struct, forbid_unknown_fields=True):", "class PageError(msgspec.Struct):", "test_c12_technical_data_has_a_shape"),
    Mutation(13, "project/settings.py", "PASSWORD_HASHERS = [\"django.contrib.auth.hashers.Argon2PasswordHasher\"]", "PASSWORD_HASHERS = [\"django.contrib.auth.hashers.MD5PasswordHasher\"]", "test_c13_a_limited_amount_of_information"),
    Mutation(14, "accounts/social/profiles.py", "    return allowed | {name: list(told.get(name, [])) for name in (\"granted\", \"declined\")}", "    return {**told, **allowed} | {name: list(told.get(name, [])) for name in (\"granted\", \"declined\")}", "test_c14_linked_profiles"),
    Mutation(15, "accounts/social/profiles.py", "    if beyond := given - ASKED[network]:", "    if beyond := given - given:", "test_c15_only_what_was_permitted"),
    Mutation(16, "project/browser_rules.py", "        \"script-src\": [SELF],", "        \"script-src\": [SELF, \"https://connect.facebook.net\"],", "test_c16_nothing_is_followed_or_posted"),
    Mutation(17, "project/social.py", "GOOGLE_SCOPES = (", "GOOGLE_SCOPES = (\"https://www.googleapis.com/auth/contacts.readonly\", ", "test_c17_contacts_are_an_offer"),
    Mutation(18, "referrals/google.py", "from leavethemeeting.shared.environment import environment\n", "import urllib.request\nfrom leavethemeeting.shared.environment import environment\n", "test_c18_addresses_never_reach_us"),
    Mutation(19, "logdata/client.py", "    browser = _with_major(said.user_agent.family, said.user_agent.major) if said.user_agent else \"\"", "    browser = request.headers.get(\"User-Agent\", \"\")[-40:]", "test_c19_browsers_are_told_apart_coarsely"),
    Mutation(20, "logdata/jobs.py", "        row.ip, row.ip_is_short = short_network(row.ip), True", "        row.ip, row.ip_is_short = row.ip, True", "test_c20_seven_kinds_of_log_data"),
    Mutation(21, "logdata/watching.py", "    email = str(credentials.get(\"email\") or credentials.get(\"username\") or \"\").strip()", "    email = \"\"", "test_c21_log_data_has_its_uses"),
    Mutation(22, "mail/measuring.py", "    measured = agreed(Kind.MAIL_MEASUREMENT, reader)", "    measured = True", "test_c22_opens_and_visits"),
    Mutation(23, "meetings/models.py", "        VIEWER = \"viewer\", \"viewer\"\n", "        VIEWER = \"viewer\", \"viewer\"\n        LURKER = \"lurker\", \"lurker\"\n", "test_c23_clients_of_our_clients"),
    Mutation(24, "meetings/queries.py", "    if owner_id == user_id:\n        return Relation.HOST", "    if user_id:\n        return Relation.HOST", "test_c24_full_access_to_ones_own"),
    Mutation(25, "shared/personal_data.py", "        Category.SECRET,\n        (Purpose.SECURITY,),\n        (\"C13\", \"C25\", \"C37\"),\n        frozenset(),", "        Category.SECRET,\n        (Purpose.SECURITY,),\n        (\"C13\", \"C25\", \"C37\"),\n        frozenset({Audience.HOST}),", "test_c25_times_and_interactions_never_a_secret"),
    Mutation(26, "accesslog/actions.py", "        return Look.objects.bulk_create(rows, batch_size=MANY)", "        return rows", "test_c26_the_provider_gives_a_reason"),
    Mutation(27, "mail/guard.py", "        raise Unasked(f\"a letter of kind {kind!r} was not written: its reason is {because.value!r}, but {missing}\")", "        return", "test_c27_channels"),
    Mutation(28, "logdata/actions.py", "network=network[:20], result=result.value,", "network=\"\", result=result.value,", "test_c28_history_is_compiled_from_fixed_kinds"),
    Mutation(29, "meetings/queries.py", "    hosting = _hosting(user.id, meeting_id, owner_id)\n    if hosting", "    hosting = Relation.HOST\n    if hosting", "test_c29_attendee_and_host"),
    Mutation(30, "consent/browser.py", "secrets.token_urlsafe(16)", "hashlib.sha256(str(getattr(request.user, \"pk\", \"\")).encode()).hexdigest()[:22]", "test_c30_random_identifiers"),
    Mutation(31, "consent/personal_data.py", "\"consent\", (\"C30\", \"C31\", \"C32\"), CHOICE_DAYS * 86400,", "\"consent\", (\"C30\", \"C31\", \"C32\"), CHOICE_DAYS * 3600,", "test_c31_every_cookie_is_registered"),
    Mutation(32, "consent/browser.py", "    if found is None:\n        return Choice(False, False, None, signal, False)", "    if found is None:\n        return Choice(True, True, None, signal, False)", "test_c32_only_after_consent"),
    Mutation(33, "consent/browser.py", "    signal = request.headers.get(\"Sec-GPC\") == \"1\"", "    signal = False", "test_c33_the_browsers_signal"),
    Mutation(33, "shared/public_forms.py", "    @csrf_exempt\n    @wraps(view)", "    @wraps(view)", "test_c33_public_pages_need_no_cookie"),
    Mutation(34, "consent/choice_views.py", "    if reason != REASON_NO_CSRF_COOKIE:", "    if reason != \"\":", "test_c34_what_needs_cookies"),
    Mutation(35, "shared/egress.py", "        sys.addaudithook(hear)", "        pass", "test_c35_who_receives_anything"),
    Mutation(36, "shared/outgoing.py", "    return asked & recipient.fields", "    return asked", "test_c36_only_what_its_task_needs"),
    Mutation(37, "project/browser_rules.py", "        \"frame-ancestors\": [NONE],\n", "", "test_c37_security"),
    Mutation(37, "project/settings.py", "SESSION_COOKIE_SECURE = ENVIRONMENT.https", "SESSION_COOKIE_SECURE = False", "test_c37_security"),
    Mutation(38, "registers/telling.py", "    return bool(reader.address.strip()) and waiting.exists()", "    return True", "test_c38_incidents"),
    Mutation(39, "website/templates/website/leaving.html", "  <a class=\"button quiet\" href=\"/\">", "  <a href=\"https://example.org/\">…</a> <a class=\"button quiet\" href=\"/\">", "test_c39_links_elsewhere_are_marked"),
    Mutation(40, "shared/templatetags/offsite.py", "        f\"offsite {css}\".strip(), url,", "        f\"offsite {css}\".strip(), leaving(url),", "test_c40_links_elsewhere_are_direct"),
    Mutation(41, "website/views.py", "\"target_host\": host_of(target)", "\"target_host\": \"\"", "test_c41_leaving_notice"),
    Mutation(42, "project/browser_rules.py", "        \"script-src\": [SELF],", "        \"script-src\": [SELF, \"https://cdn.example.org\"],", "test_c42_nothing_foreign_is_embedded"),
    Mutation(43, "domain/age.py", "ADULT_AT = 18", "ADULT_AT = 13", "test_c43_nobody_under_eighteen"),
    Mutation(44, "domain/age.py", "    return age_on(born_on, today) >= ADULT_AT", "    return True", "test_c44_before_anything_is_stored"),
    Mutation(45, "website/guardian.py", "    send(content, kind=\"guardian_code\", recipient=case.email, now=now, because=Because.TYPED)\n", "", "test_c45_guardians_reach_us"),
    Mutation(46, "privacy/carrying_out.py", "            forget_address(email)", "            pass", "test_c46_a_childs_data_goes_immediately"),
    Mutation(47, "registers/bundle.py", "filter(which & within(table, scope.since, scope.until))", "filter(which)", "test_c47_disclosures"),
    Mutation(48, "consent/posting.py", "sha256=text_sha256(text),", "sha256=text_sha256(source),", "test_c48_versions_stay"),
    Mutation(49, "consent/views.py", "    return _page(request, kind, current(kind))", "    return _page(request, kind, versions(kind).last() or current(kind))", "test_c49_posting"),
    Mutation(50, "consent/views.py", "        \"changes\": changes(old.text, new.text) if old else [],", "        \"changes\": [],", "test_c50_easy_to_review"),
    Mutation(51, "consent/asking.py", "    waiting = awaiting(user_id)\n    if not waiting:", "    waiting = awaiting(user_id)\n    if waiting or not waiting:", "test_c51_effective_when_posted"),
    Mutation(52, "website/jobs.py", "    done = Q(state=Case.State.CLOSED, closed_at__lte=now - CASE_KEPT_FOR)", "    done = Q(state=Case.State.CLOSED, closed_at__lte=now - 9 * CASE_KEPT_FOR)", "test_c52_anybody_may_ask"),
    Mutation(53, "website/templates/website/landing.html", "    <h1 class=\"display\">", "    <img src=\"https://static.tildacdn.com/one.png\" alt=\"\"><h1 class=\"display\">", "test_c53_no_site_builder"),
)  # fmt: skip

"""What is stored about members."""

from dataclasses import replace

from leavethemeeting.domain.promises import Audience, Column, Cookie, Table
from leavethemeeting.shared.personal_data import account, device, key, operation, secret

COOKIES = (
    Cookie("age", ("C43", "C44"), 86400, "the age question was answered with a date too young; the same for everybody"),
)


def _not_for_hosts(*clauses: str, note: str = "") -> Column:
    """Of a linked profile a host sees which network it is of, and no more (A1)."""
    return replace(account(*clauses, note=note), audience=frozenset({Audience.SELF, Audience.PROVIDER}))


TABLES = (
    Table(
        "accounts_user",
        "member",
        {
            "id": key(),
            "email": account(),
            "name": account(),
            "password": secret("argon2 hash"),
            "time_zone": account("C13"),
            "last_login": account("C28", note="when they last signed in"),
            "is_active": operation("a deactivated account signs in no more"),
            "is_provider": account("C26", note="the role: provider's staff or not"),
            "age_ok_at": account("C43", "C44", note="that the age question was passed; the date of birth is not kept"),
            "pronouns": account("C13", note="optional, removable"),
            "organisation": account("C13", note="optional, removable"),
            "sign_in_method": account("C28", note="how they last signed in: the way, never what with"),
            "became_host_at": operation("planned their first meeting (C29)"),
            "ends_at": operation("asked to be deleted; the account goes then"),
            "date_joined": account("C28"),
        },
    ),
    Table(
        "accounts_picture",
        "member",
        {"user_id": key(), "webp": account("C13", note="optional, removable"), "set_at": operation()},
    ),
    Table(
        "accounts_known_device",
        "member",
        {
            "id": key(), "user_id": key(), "device_type": device(90), "system": device(90), "browser": device(90),
            "network": device(90, "shortened: /24 or /48"), "first_at": device(90), "last_at": device(90),
        },
        note="kinds of devices that a member signed in from, so that another one is noticed (C21)",
    ),
    Table("accounts_set_up_link", "nobody", {"token_sha256": secret(), "made_at": operation(), "used_at": operation()}),
    Table(
        "account_emailaddress",
        "member",
        {"id": key(), "user_id": key(), "email": account(), "verified": account(), "primary": account()},
        note="allauth: which addresses a member has shown to be theirs",
    ),
    Table(
        "account_emailconfirmation",
        "member",
        {"id": key(), "created": operation(), "sent": operation(), "key": secret(), "email_address_id": key()},
        note="allauth: unused, we verify by code",
    ),
    Table(
        "socialaccount_socialaccount",
        "member",
        {
            "id": key(),
            "user_id": key(),
            "provider": account("C14", "C28", note="the network that was linked"),
            "uid": _not_for_hosts("C14", note="the network's own number for the person"),
            "extra_data": _not_for_hosts("C14", "C15", note="name, e-mail, picture address; what was permitted and declined"),
            "date_joined": _not_for_hosts("C14", note="when it was linked"),
            "last_login": _not_for_hosts("C14", "C28"),
        },
        note="allauth: linked profiles",
    ),
    Table(
        "socialaccount_socialapp",
        "nobody",
        {
            "id": key(), "provider": operation(), "provider_id": operation(), "name": operation(),
            "client_id": operation(), "secret": secret(), "key": secret(), "settings": operation(),
        },
        note="allauth: stays empty, the networks are set by environment",
    ),
    Table(
        "socialaccount_socialtoken",
        "member",
        {
            "id": key(), "app_id": key(), "account_id": key(), "token": secret(), "token_secret": secret(),
            "expires_at": operation(),
        },
        note="allauth: stays empty, no network's token is kept (C16)",
    ),
    Table(
        "mfa_authenticator",
        "member",
        {
            "id": key(), "user_id": key(), "type": secret("which second factor"), "data": secret("its key, never shown again"),
            "created_at": operation(), "last_used_at": operation(),
        },
        note="allauth: second factors and passkeys",
    ),
    Table(
        "usersessions_usersession",
        "member",
        {
            "id": key(), "user_id": key(), "session_key": secret("the cookie's value"), "data": device(90, "kind of device, way in, shortened network"),
            "ip": device(90, "in full for 7 days, then /24 or /48"), "user_agent": device(90, "coarse words, never what the browser sent"), "created_at": device(90), "last_seen_at": device(90),
        },
        note="allauth: where a member is signed in",
    ),
    Table(
        "allauth_idp_oidc_client",
        "nobody",
        {
            name: operation()
            for name in (
                "allow_uri_wildcards", "cors_origins", "created_at", "data", "default_scopes", "grant_types", "id", "name",
                "owner_id", "redirect_uris", "response_types", "scopes", "skip_consent", "type",
            )
        }
        | {"secret": secret()},
        note="allauth: the one public client that plugins pair as",
    ),
    Table(
        "allauth_idp_oidc_token",
        "member",
        {
            "id": key(), "client_id": key(), "user_id": key(), "type": operation(), "hash": secret("SHA-256 of the token"),
            "scopes": operation(), "data": device(90, "kind of device it was paired from, and the day it last called"), "created_at": operation(), "expires_at": operation(),
        },
        note="allauth: plugins that were paired",
    ),
)  # fmt: skip

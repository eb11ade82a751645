"""Where allauth asks us about networks."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.base.provider import Provider
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from requests.exceptions import HTTPError, RequestException

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.social import letters, links, newcomer
from leavethemeeting.accounts.social.networks import PROVIDERS
from leavethemeeting.accounts.social.profiles import NETWORKS, TooMuchGranted
from leavethemeeting.domain.names import LONGEST
from leavethemeeting.shared.outgoing import through_the_door

#: Which letter allauth means.
_LETTERS = {
    "socialaccount/email/account_connected": ("profile_linked", letters.profile_linked),
    "socialaccount/email/account_disconnected": ("profile_unlinked", letters.profile_unlinked),
}


class SocialAdapter(DefaultSocialAccountAdapter):
    """Our answers to allauth's questions."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "connected_other": gettext_lazy("This profile is linked to another account here."),
    }

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Provider:
        """Ours in place of allauth's. Raises SocialApp.DoesNotExist for one that is not set up."""
        theirs = super().get_provider(request, provider, client_id=client_id)
        return PROVIDERS[theirs.id](request, app=theirs.app)

    def get_requests_session(self) -> Any:
        """Calls of a network leave by the one door, which knows what each may be told (C36)."""
        return through_the_door(super().get_requests_session())  # type: ignore[no-untyped-call]  # -- allauth's

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The network has said who it is, so its token has done its work (C16). A profile is linked to who is signed in."""
        sociallogin.token = None
        if sociallogin.state.get("process") == "connect" and not request.user.is_authenticated:
            raise ImmediateHttpResponse(redirect("account_login"))

    def serialize_instance(self, instance: Any) -> Any:
        """No token goes into a session row, whatever the flow."""
        return None if isinstance(instance, SocialToken) else super().serialize_instance(instance)  # type: ignore[no-untyped-call]  # -- allauth's

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:  # noqa: ARG002 -- allauth's signature
        """What the network calls them, as a suggestion for the sign-up form."""
        user = sociallogin.user
        assert isinstance(user, User)  # noqa: S101 -- allauth made it by AUTH_USER_MODEL
        user.name, user.email = str(data.get("name", ""))[:LONGEST], str(data.get("email", "")).lower()
        return user

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Somebody new: what we know of them waits in their browser until the age question is answered. Never returns."""
        account, state = sociallogin.account, sociallogin.state
        found = newcomer.Newcomer(account.provider, account.uid, account.extra_data, str(state.get("next") or ""))
        if found.proven_email and links.is_members(found.proven_email):
            told = {"network": NETWORKS[found.network], "email": found.proven_email}
            raise ImmediateHttpResponse(render(request, "socialaccount/known.html", told))
        response = redirect("socialaccount_signup")
        newcomer.remember(request, response, found)
        raise ImmediateHttpResponse(response)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """A new member without a password. Only an address that the network has proven counts as confirmed."""
        user = sociallogin.user
        assert isinstance(user, User)  # noqa: S101 -- allauth made it by AUTH_USER_MODEL
        user.email = form.cleaned_data["email"]
        user.set_unusable_password()
        proven = [one for one in sociallogin.email_addresses if one.verified and one.email == user.email]
        sociallogin.email_addresses = proven
        sociallogin.save(request)
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:  # noqa: ARG002 -- allauth's signature
        return reverse("accounts:linked")

    def validate_disconnect(self, account: SocialAccount, accounts: Any) -> None:  # noqa: ARG002 -- allauth's signature
        """Raises ValidationError when nothing else opens the account."""
        if not links.other_way_in(account):
            raise ValidationError(_("Nothing else would open your account."))

    def send_notification_mail(self, template_prefix: str, user: User, context: dict[str, Any], **_about: Any) -> None:
        """Our own letter. Raises KeyError for one that we do not write."""
        kind, write = _LETTERS[template_prefix]
        now = timezone.now()
        content = write(network=NETWORKS[context["account"].provider], at=now)
        links.tell(user, kind=kind, content=content, now=now)

    def on_authentication_error(
        self, request: HttpRequest, provider: Provider, error: str | None = None, exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """The page that says what happened. Raises it, except where somebody said no: allauth has an address for that."""
        state = (extra_context or {}).get("state") or {}
        if error == AuthError.CANCELLED and state.get("process") != "connect":
            return
        why, status = _why(error, exception)
        told = {
            "network": NETWORKS.get(provider.id, provider.name), "why": why, "linking": state.get("process") == "connect",
        }  # fmt: skip
        raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", told, status=status))


def _why(error: str | None, exception: Exception | None) -> tuple[str, int]:
    """What happened in one word for the template, and the status of the page."""
    match exception:
        case TooMuchGranted():
            return "too_much", 403
        case HTTPError(response=answer) if answer is not None and answer.status_code < 500:
            return "refused", 401
        case RequestException():
            return "down", 503
    return ("denied", 200) if error == AuthError.CANCELLED else ("refused", 401)

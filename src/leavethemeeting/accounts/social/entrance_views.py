"""To a network and back: start, callback, denial, and the form for who is new."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.reauthentication import is_reauthentication_required, suspend_request
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.core.ratelimit import consume, respond_429
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.views import SignupView
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leavethemeeting.accounts.age_question import refuse, was_refused
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.social import links, newcomer
from leavethemeeting.accounts.social.forms import SocialSignUpForm
from leavethemeeting.accounts.social.networks import ADAPTERS, configured
from leavethemeeting.accounts.social.newcomer import Newcomer
from leavethemeeting.accounts.social.profiles import NETWORKS
from leavethemeeting.accounts.views import Whole


def _ensure_configured(network: str) -> None:
    """Raises Http404 for a network that is not set up here."""
    if network not in configured():
        raise Http404(network)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, network: str) -> HttpResponse:
    """A question on GET, so that no link alone can send anybody off; on POST the way to the network.

    The way is a page that leads on by itself, not a redirect: our policy lets forms lead to this service only.
    """
    _ensure_configured(network)
    linking = request.GET.get("process", request.POST.get("process")) == "connect"
    if linking and not request.user.is_authenticated:
        return redirect_to_login(reverse("accounts:linked"))
    if not linking and request.user.is_authenticated:
        return redirect("accounts:linked")
    told = {"network": network, "name": NETWORKS[network], "linking": linking}
    if request.method != "POST":
        return render(request, "socialaccount/login.html", told | {"next": get_next_redirect_url(request)})
    if linking and is_reauthentication_required(request, app="allauth.socialaccount"):
        return suspend_request(request, reverse("account_reauthenticate"))
    provider = get_adapter().get_provider(request, network)
    process, next_url = "connect" if linking else "login", get_next_redirect_url(request)
    away = provider.redirect(
        request,
        process=process,
        next_url=next_url,
        scope=settings.SOCIALACCOUNT_PROVIDERS[network]["SCOPE"],
        auth_params={},
    )
    response = render(request, "socialaccount/leaving.html", told | {"away": away["Location"]})
    response["Refresh"] = f"0; url={away['Location']}"
    return response


@never_cache
@require_safe
def callback(request: HttpRequest, network: str) -> HttpResponse:
    """Back from the network. allauth checks that this browser was sent there, and by us."""
    _ensure_configured(network)
    view = OAuth2CallbackView.adapter_view(ADAPTERS[network])  # type: ignore[no-untyped-call]  # -- allauth's
    response: HttpResponse = view(request)
    return response


@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    """Somebody said no at the network: nothing happened, and there are other ways."""
    return render(request, "socialaccount/login_cancelled.html")


class SocialSignUpView(Whole, SignupView):
    """The form for somebody whom a network has named: the age question, the policy, and what is missing."""

    form_class = SocialSignUpForm
    template_name = "socialaccount/signup.html"
    newcomer: Newcomer

    def get_form_class(self) -> type[SocialSignUpForm]:
        return self.form_class

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect("accounts:linked")
        found = newcomer.recall(request)
        if found is None or found.network not in configured():
            return redirect("account_login")
        if was_refused(request):
            return _without(request, refuse(request))
        if request.method == "POST" and not consume(request, action="signup"):
            return respond_429(request)
        self.newcomer, self.sociallogin = found, _login_of(request, found)
        return super(SignupView, self).dispatch(request, *args, **kwargs)  # allauth's own looks into the session

    def is_open(self) -> bool:
        return True

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.now().date()
        return {**super().get_form_kwargs(), "today": today, "proven": self.newcomer.proven_email}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = NETWORKS[self.newcomer.network]
        return {**super().get_context_data(**kwargs), "network": name, "kept": self.newcomer.kept}

    def form_invalid(self, form: Any) -> HttpResponse:
        if form.age_refused:
            return _without(self.request, refuse(self.request))
        response: HttpResponse = super().form_invalid(form)
        return response

    def form_valid(self, form: SocialSignUpForm) -> HttpResponse:
        try:
            if form.proven:
                links.make_way(form.proven)
        except links.AddressTaken:
            return render(self.request, "socialaccount/known.html", {"email": form.proven})
        return _without(self.request, super().form_valid(form))


def _without(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    newcomer.forget(request, response)
    return response


def _login_of(request: HttpRequest, found: Newcomer) -> SocialLogin:
    """allauth's idea of the newcomer."""
    email = str(found.kept.get("email", "")).lower()
    user = User(email=email, name=str(found.kept.get("name", "")))
    proven = bool(found.proven_email)
    login = SocialLogin(
        user=user, provider=get_adapter().get_provider(request, found.network),
        account=SocialAccount(provider=found.network, uid=found.uid, extra_data=found.kept),
        email_addresses=[EmailAddress(email=email, verified=proven, primary=True)] if email else [],
    )  # fmt: skip
    login.state = {"process": "login", "next": found.next or None}
    return login

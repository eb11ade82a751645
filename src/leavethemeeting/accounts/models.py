"""Members: anyone with an account. What allauth keeps beside it stands in personal_data.py."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from leavethemeeting.shared.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Creates members; e-mail addresses are kept in lower case, so that one person has one."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A member. The provider's staff are members with ``is_provider``.

    There is no Django admin and no permission table: who may what is decided by
    ``domain.permissions`` from the relation of the person to the thing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    is_provider = models.BooleanField(default=False)
    age_ok_at = models.DateTimeField(null=True)
    pronouns = models.CharField(max_length=40, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    sign_in_method = models.CharField(max_length=16, blank=True)  # the last one: signing_in.Method
    became_host_at = models.DateTimeField(null=True)  # planned their first meeting
    ends_at = models.DateTimeField(null=True)  # asked to be deleted; the row goes then
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        db_table = "accounts_user"
        constraints = (models.UniqueConstraint(Lower("email"), name="accounts_user_email_once"),)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class SetUpLink(models.Model):
    """The one-time link that makes the provider's account; only its hash is kept."""

    token_sha256 = models.CharField(max_length=64, primary_key=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_set_up_link"


class Picture(models.Model):
    """A member's picture: made anew by us as WebP, so nothing but the pixels is left of what was sent."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="picture")
    webp = models.BinaryField()
    set_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_picture"


class KnownDevice(models.Model):
    """A kind of device that a member has signed in from, in coarse words, so that another one is noticed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_devices")
    device_type = models.CharField(max_length=16)
    system = models.CharField(max_length=40)
    browser = models.CharField(max_length=40)
    network = models.CharField(max_length=50)  # 192.0.2.0/24 or 2001:db8:1::/48
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_known_device"
        constraints = (
            models.UniqueConstraint(
                fields=["user", "device_type", "system", "browser", "network"], name="accounts_known_device_once"
            ),
        )

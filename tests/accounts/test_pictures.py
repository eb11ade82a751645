"""Pictures: only pixels are kept, dangerous files are refused, and only a few people see them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from leavethemeeting.accounts.models import Picture, User
from leavethemeeting.accounts.pictures import MOST_BYTES, SIDE, UnusablePicture, made_anew
from leavethemeeting.meetings.actions.entering import enter_as_member
from leavethemeeting.meetings.models import CoHost
from leavethemeeting.shared.moments import now_ms
from tests.meetings.stories import make_meeting, opened

SECRET = b"taken at 52.5200 N 13.4050 E"


def photo(form: str = "JPEG", size: tuple[int, int] = (900, 600), mode: str = "RGB") -> bytes:
    image = Image.new(mode, size, "#ffa50080" if mode == "RGBA" else "orange")
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()  # ImageDescription
    exif[0x0112] = 6  # turned by a quarter
    written = BytesIO()
    about = {"exif": exif} if form != "GIF" else {"comment": SECRET}
    image.save(written, form, **about)
    return written.getvalue()


def anew(sent: bytes) -> bytes:
    return made_anew(BytesIO(sent), len(sent))


def bomb() -> bytes:
    """A PNG of some bytes that says it is 60,000 pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_small_webp_without_metadata_is_what_remains(form: str) -> None:
    sent = photo(form)
    assert SECRET in sent
    kept = anew(sent)
    assert SECRET not in kept
    with Image.open(BytesIO(kept)) as image:
        assert (image.format, image.size) == ("WEBP", (SIDE, SIDE))
        assert not image.getexif() and "icc_profile" not in image.info and "xmp" not in image.info


def test_a_picture_stays_small_when_it_is_small_and_keeps_what_is_see_through() -> None:
    with Image.open(BytesIO(anew(photo("PNG", (40, 30), "RGBA")))) as image:
        assert (image.size, image.mode) == ((30, 30), "RGBA")


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", "format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "format"),
        (b"GIF89a<script>alert(1)</script>", "format"),
        (photo()[:400], "broken"),
        (bomb(), "large"),
    ],
    ids=["nothing", "svg", "no gif", "cut off", "bomb"],
)
def test_what_is_no_picture_is_refused(sent: bytes, reason: str) -> None:
    with pytest.raises(UnusablePicture) as refused:
        anew(sent)
    assert refused.value.reason == reason


def test_formats_that_nobody_needs_are_not_even_tried() -> None:
    written = BytesIO()
    Image.new("RGB", (10, 10)).save(written, "TIFF")
    with pytest.raises(UnusablePicture) as refused:
        anew(written.getvalue())
    assert refused.value.reason == "format"


def test_a_file_that_is_too_large_is_not_opened() -> None:
    with pytest.raises(UnusablePicture) as refused:
        made_anew(BytesIO(photo()), MOST_BYTES + 1)
    assert refused.value.reason == "large"


def upload(client: Client, sent: bytes) -> int:
    return client.post("/profile/picture/", {"file": SimpleUploadedFile("me.jpg", sent)}).status_code


@pytest.mark.django_db
def test_a_member_sets_replaces_and_removes_their_picture(as_alice: Client, alice: User) -> None:
    address = f"/people/{alice.pk}/picture/"
    assert as_alice.get(address).status_code == 404
    assert upload(as_alice, photo()) == 302
    first = as_alice.get(address)
    assert (first.headers["Content-Type"], first.headers["Cache-Control"]) == ("image/webp", "private, no-store")
    assert address in as_alice.get("/profile/").content.decode()
    upload(as_alice, photo("PNG", (50, 50)))
    assert as_alice.get(address).content != first.content
    as_alice.post("/profile/picture/remove/")
    assert as_alice.get(address).status_code == 404
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_a_mistake_is_said_beside_the_field(as_alice: Client) -> None:
    page = as_alice.post("/profile/picture/", {"file": SimpleUploadedFile("me.jpg", b"no picture at all")})
    assert page.status_code == 422
    assert "no JPEG, PNG, WebP or GIF" in page.content.decode()


@pytest.mark.django_db
def test_only_hosts_of_shared_meetings_see_it(
    as_alice: Client, as_bob: Client, as_charlie: Client, client: Client, alice: User, bob: User, charlie: User
) -> None:
    upload(as_bob, photo())
    own, meeting = f"/people/{bob.pk}/picture/", make_meeting(alice)
    make_meeting(charlie, title="Charlie's own")
    opened(meeting)
    row = enter_as_member(meeting=meeting, user=bob, now=now_ms())
    shared = f"/meetings/{meeting.id}/attendees/{row.id}/picture/"
    assert as_bob.get(own).content == as_alice.get(shared).content
    assert [as_alice.get(own).status_code, as_bob.get(shared).status_code] == [404, 404]
    assert as_charlie.get(shared).status_code == 404
    assert client.get(shared).status_code == client.get(own).status_code == 302
    CoHost.objects.create(meeting=meeting, user=charlie, added_at=timezone.now())
    assert as_charlie.get(shared).status_code == 200


@pytest.mark.django_db
def test_everything_optional_can_be_left_out_filled_and_removed(as_alice: Client, alice: User) -> None:
    needed = {"name": "Alice", "time_zone": "UTC"}
    for pronouns, organisation in (("she/her", "Archers\u202e & Co"), ("", "")):
        assert (
            as_alice.post("/profile/", {**needed, "pronouns": pronouns, "organisation": organisation}).status_code
            == 302
        )
        alice.refresh_from_db()
        assert (alice.pronouns, alice.organisation) == (pronouns, organisation.replace("\u202e", ""))

"""The landing page's screenshots are there, as large as the page says, and light."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from leavethemeeting.website.pictures import PICTURES

FILES = [
    (file, (picture.phone_width, picture.phone_height) if "phone" in file else (picture.width, picture.height))
    for picture in PICTURES.values()
    for file in picture.files
]
HEAVIEST = 90_000


@pytest.mark.parametrize(("file", "size"), FILES)
def test_a_picture_has_the_shape_that_the_page_keeps_free_for_it(file: str, size: tuple[int, int]) -> None:
    found = finders.find(file)
    assert found, f"run tools/landing_pictures.py: {file} is missing"
    with Image.open(found) as image:
        assert image.format == "WEBP"
        assert image.width / image.height == pytest.approx(size[0] / size[1], rel=0.01)
        assert image.width >= size[0]
    assert Path(found).stat().st_size < HEAVIEST

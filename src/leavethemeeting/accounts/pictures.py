"""Pictures that somebody sends: opened with care, made anew, and nothing but the pixels kept."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import IO

from django.http import HttpResponse
from PIL import Image, ImageOps, UnidentifiedImageError

SIDE = 256  # pixels
MOST_BYTES = 8_000_000
MOST_PIXELS = 50_000_000  # what a good camera makes; decoded at most 200 MB for a moment
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")  # whatever the file calls itself, only these decoders are tried


class UnusablePicture(Exception):
    """``reason`` is "large" (bytes or pixels), "format" or "broken"."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def made_anew(sent: IO[bytes], size: int) -> bytes:
    """A square WebP of at most 256 × 256 without any metadata, from a file of ``size`` bytes.

    Dimensions are read before a pixel is decoded. Of an animation the first picture is taken. Raises UnusablePicture.
    """
    if size > MOST_BYTES:
        raise UnusablePicture("large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(sent, formats=FORMATS) as image:
                return _reduced(image)
    except UnidentifiedImageError as error:
        raise UnusablePicture("format") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusablePicture("large") from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:  # what Pillow's decoders raise
        raise UnusablePicture("broken") from error


def _reduced(image: Image.Image) -> bytes:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise UnusablePicture("large")
    image.draft("RGB", (2 * SIDE, 2 * SIDE))  # a JPEG is decoded at about the size wanted
    upright = ImageOps.exif_transpose(image)
    pixels = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    square = ImageOps.fit(pixels, (min(SIDE, *pixels.size),) * 2)
    bare = Image.new(square.mode, square.size)  # a new one: no EXIF, no XMP, no colour profile, no comment
    bare.paste(square)
    written = BytesIO()
    bare.save(written, "WEBP", quality=82, method=4)
    return written.getvalue()


def picture_answer(webp: bytes | memoryview[int]) -> HttpResponse:
    """A stored picture as it is sent: shown in the page, kept by no cache."""
    response = HttpResponse(bytes(webp), content_type="image/webp")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = "inline"
    return response

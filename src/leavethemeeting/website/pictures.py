"""The screenshots on the landing page: taken by tools/landing_pictures.py from the demonstration, kept in static/website."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """One screenshot for large and small screens, each in light and dark; sizes in CSS pixels, so that nothing moves."""

    name: str
    width: int
    height: int
    phone_width: int = 360
    phone_height: int = 400

    def _file(self, suffix: str) -> str:
        return f"website/{self.name}{suffix}.webp"

    @property
    def light(self) -> str:
        return self._file("")

    @property
    def dark(self) -> str:
        return self._file("-dark")

    @property
    def phone(self) -> str:
        return self._file("-phone")

    @property
    def phone_dark(self) -> str:
        return self._file("-phone-dark")

    @property
    def files(self) -> tuple[str, ...]:
        """Below a static folder."""
        return (self.light, self.dark, self.phone, self.phone_dark)


PICTURES = {
    picture.name: picture
    for picture in (
        Picture("dashboard", 1200, 800),
        Picture("timeline", 960, 640),
        Picture("door", 960, 640),
        Picture("policy", 960, 640),
    )
}

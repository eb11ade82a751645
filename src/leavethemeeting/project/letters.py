"""Registers the samples of every slice's letters for the previews."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from leavethemeeting.mail.previews import register


def load() -> None:
    """Enter ``SAMPLES`` of each ``letters.py``. Raises ValueError when two letters have the same name."""
    for slice_ in apps.get_app_configs():
        name = f"{slice_.name}.letters"
        if slice_.name.startswith("leavethemeeting.") and slice_.label != "project" and find_spec(name):
            for kind, sample in getattr(import_module(name), "SAMPLES", {}).items():
                register(kind, sample)

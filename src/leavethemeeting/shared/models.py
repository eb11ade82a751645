"""The tables below all slices: what Django's database cache keeps, and how the scheduled duties go."""

from __future__ import annotations

from django.db import models


class CacheEntry(models.Model):
    """Rate limits, where several web processes share them (PostgreSQL). Django's cache reads and writes the rows.

    The columns are those of ``manage.py createcachetable``; as a model, the table comes with the others.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "shared_cache"


class DutyRun(models.Model):
    """How a scheduled duty went the last time: one row each, written over. About nobody."""

    name = models.CharField(max_length=120, primary_key=True)  # as project/schedule.py calls it
    every_s = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True)  # the last time it ended well
    failed_at = models.DateTimeField(null=True)  # the last time it did not
    failure = models.CharField(max_length=120, blank=True)  # the exception's class; empty: the last run was good

    class Meta:
        db_table = "shared_duty_run"

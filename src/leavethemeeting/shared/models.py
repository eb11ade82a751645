"""The one table below all slices: what Django's database cache keeps."""

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

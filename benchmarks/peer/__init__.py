"""The peer: how one takes events with django-ninja and the ORM, in an afternoon and by the book.

A token looked up, a body checked by pydantic, ``bulk_create(ignore_conflicts=True)`` into a table with one
key and one index. No position, no digest, no claims, no result per event: less than we do.
"""

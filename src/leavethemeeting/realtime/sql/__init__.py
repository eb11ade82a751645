"""All SQL of the realtime app, apart from the models and tested against them.

``connect``: one connection to either database, and what a transaction can do. ``log``: events,
claims and tallies in; events out. ``access``: who may come in. Written once, with ``%s`` for
parameters; where the two databases differ the statement stands here twice.
"""

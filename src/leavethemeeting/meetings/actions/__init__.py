"""The only writer of the meetings slice. Each action asks leave, writes, and tells on commit.

``planning`` keeps the plan, ``opening`` the openings, ``hosting`` who hosts, ``entering`` who
comes through the join page. Times in ``opening``, ``hosting.hand_over`` and ``entering`` are
milliseconds UTC, because the realtime app reads those rows.
"""

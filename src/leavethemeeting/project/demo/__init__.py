"""The demonstration: an installation of its own, full of invented people.

It lives in a folder of its own (``demo-data``), says on every page that it is invented, and is
removed whole by one command.
"""

"""Ratios of our speed to a limit measured in the same run, never absolute times.

A ratio of two things done side by side on the same data holds on a busy machine, where a time does not. Each
benchmark prints its figure, its spread, its gate and the aim (docs/developer/performance.md).
"""

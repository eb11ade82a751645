"""Practice identities for the demonstration: a small Google and a small Facebook in which nobody is real.

They speak the real ones' protocols as far as this product uses them, are served on loopback only, and say on every
page that they are practice. ``leavethemeeting demo`` starts them; a real installation cannot be pointed at them
(``shared.networks`` refuses the addresses outside a demonstration and the tests).
"""

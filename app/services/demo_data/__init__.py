"""The made-up company of the demo: who is in it, where it lies, and how its points came to be.

Nothing here is real: the area, its streets and the suppliers are invented, numbers carry right
check digits but belong to nobody.
"""

"""Netkontor: the office of a Danish electricity grid company on one desktop."""

__version__ = "0.1.0"

"""Companion: preparation, a private journal and help for people in ketamine-infusion treatment."""

__version__ = "0.1.0"

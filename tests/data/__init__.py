"""Journals of released versions, and how they were made."""

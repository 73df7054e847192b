"""The journal's records over the ports: the sealed index, entries and their outbox, drafts, settings, backup."""

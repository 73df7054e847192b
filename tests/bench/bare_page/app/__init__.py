"""The yardstick in the page: bare Flet from a snapshot, by the same page, worker and build as the app."""

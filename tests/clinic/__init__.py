"""Tests of the demo clinic, most of them over HTTP against the real process."""

"""The tests: unit, contract, sync, views, web (a real browser), fault, clinic."""

"""Measures of what the toolkit does, printed as tables: run each with ``python -m benchmarks.NAME``."""

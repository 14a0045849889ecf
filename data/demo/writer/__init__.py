"""Writes the made-up demo place. Start at ``make_demo.py`` in the folder above."""

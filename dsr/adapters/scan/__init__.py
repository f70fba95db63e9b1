"""Reads scanned letters: pages, text, fields. What touches a file runs in a child process.

Read in this order: ``reader`` (the parent), ``process`` (the child), ``pages``, ``upright``,
``ocr``, ``lines``, ``sentences``, then the rules: ``language``, ``rights``, ``sender``, ``dates``,
``stamp``, ``marks``, ``signature``, ``handwriting``, and ``assemble``, which puts them together.
"""

"""Measuring the product against gold: ``score`` compares, ``gate`` holds the floors, ``gold/`` holds the marks."""

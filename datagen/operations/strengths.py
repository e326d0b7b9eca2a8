"""How tightly the operators bind, from the loosest.

A call without parentheses takes an implicit product (FACTOR), and nothing looser.
"""

__all__ = ["AND", "ATOM", "CALL", "COMPARISON", "FACTOR", "NEGATIVE", "POWER", "PRODUCT", "ROOT", "SUM"]

AND, COMPARISON, SUM, PRODUCT, CALL, FACTOR, NEGATIVE, ROOT, POWER, ATOM = range(1, 11)

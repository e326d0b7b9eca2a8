"""How tightly the operators bind, from the loosest; calls and roots without brackets stand between, in the parser."""

__all__ = ["AND", "ATOM", "COMPARISON", "NEGATIVE", "POWER", "PRODUCT", "SUM"]

AND, COMPARISON, SUM, PRODUCT, NEGATIVE, POWER, ATOM = 1, 2, 3, 4, 7, 9, 10

"""ASN.1 as it really comes in files: a reader of DER (and BER) that keeps byte spans and goes on where strict ones stop."""

from workbench.core.asn1.reader import Element, children, first, read, read_all

__all__ = ["Element", "children", "first", "read", "read_all"]

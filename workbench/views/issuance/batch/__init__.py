"""The wing of the page "Issue" that makes many certificates from one table."""

"""The inspector page: object list, verdict, details."""

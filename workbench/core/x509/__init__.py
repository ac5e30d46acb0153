"""Certificates and what belongs to them (RFC 5280): read, linked, judged, explained."""

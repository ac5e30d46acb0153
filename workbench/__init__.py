"""TLS Workbench: open certificates, issue them, and watch TLS handshakes."""

__version__ = "0.1.0"
